import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { remote } from '@/lib/api'
import type { RemoteTest } from '@/lib/api/types'
import { ErrorSummary } from '../ErrorSummary'
import { useForm } from '../useForm'
import { FolderField } from './FolderField'
import classes from './remote.module.css'
import { missingS3, noS3, S3Fields } from './S3Fields'
import { TestResult } from './TestResult'

interface Props {
  kind: 's3' | 'folder'
  tested: (test: RemoteTest) => void
}

/** Sets a remote: Go tries it with real writes and keeps it only if they went well. */
export function RemoteForm({ kind, tested }: Props) {
  return kind === 's3' ? <S3Form tested={tested} /> : <FolderForm tested={tested} />
}

function S3Form({ tested }: Pick<Props, 'tested'>) {
  const { t } = useTranslation()
  const form = useForm(noS3)
  async function act() {
    const missing = missingS3(form.values)
    if (missing.length > 0) {
      form.setProblems(
        missing.map((field) => ({ field, text: t(`remote.missing.${field as 'bucket'}`) })),
      )
      return undefined
    }
    return form.send(() => remote.SetS3(form.values))
  }
  return (
    <TestedForm form={form} act={act} tested={tested}>
      <S3Fields form={form} />
    </TestedForm>
  )
}

function FolderForm({ tested }: Pick<Props, 'tested'>) {
  const { t } = useTranslation()
  const form = useForm({ folder: '' })
  async function act() {
    if (form.values.folder.trim() === '') {
      form.setProblems([{ field: 'folder', text: t('remote.missing.folder') }])
      return undefined
    }
    return form.send(() => remote.SetFolder(form.values.folder))
  }
  return (
    <TestedForm form={form} act={act} tested={tested}>
      <FolderField form={form} />
    </TestedForm>
  )
}

interface TestedProps extends Pick<Props, 'tested'> {
  form: Parameters<typeof ErrorSummary>[0]['form'] & { busy: boolean }
  act: () => Promise<RemoteTest | undefined>
  children: React.ReactNode
}

function TestedForm({ form, act, tested, children }: TestedProps) {
  const { t } = useTranslation()
  const [test, setTest] = useState<RemoteTest | null>(null)
  async function send() {
    setTest(null)
    const answer = await act()
    if (!answer) return
    setTest(answer)
    tested(answer)
  }
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <ErrorSummary form={form} />
      {children}
      <Group>
        <Button type="submit" variant="light" loading={form.busy}>
          {t('remote.test')}
        </Button>
        {form.busy && <span role="status">{t('remote.testing')}</span>}
      </Group>
      {test && <TestResult test={test} />}
    </form>
  )
}
