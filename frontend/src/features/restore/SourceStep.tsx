import { Button, Group, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorSummary } from '@/components/ErrorSummary'
import { FolderField } from '@/components/remote/FolderField'
import { missingS3, noS3, S3Fields } from '@/components/remote/S3Fields'
import { useForm, type Problem } from '@/components/useForm'
import { useWords } from '@/components/useWords'
import { WordsField } from '@/components/WordsField'
import { restore } from '@/lib/api'
import classes from './restore.module.css'
import type { StepProps } from './step'

/** The 24 words and where the backups are. Nothing on this laptop is touched yet. */
export function SourceStep({ moved, leave }: StepProps) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<'s3' | 'folder'>('s3')
  const words = useForm({ words: '' })
  const s3 = useForm(noS3)
  const folder = useForm({ folder: '' })
  const place = kind === 's3' ? s3 : folder
  const { list, check, hint } = useWords(words.values.words)

  async function send(event: React.FormEvent) {
    event.preventDefault()
    const missing = placeProblems()
    place.setProblems(missing)
    words.setProblems(check?.complete ? [] : [{ field: 'words', text: t('restore.words.notYet') }])
    if (!check?.complete || missing.length > 0) return
    const state = await words.send(() =>
      restore.Connect({ words: list, kind, folder: folder.values.folder, s3: s3.values }),
    )
    if (state) moved(state)
  }

  function placeProblems(): Problem[] {
    if (kind === 's3') {
      return missingS3(s3.values).map((field) => ({
        field,
        text: t(`remote.missing.${field as 'bucket'}`),
      }))
    }
    const empty = folder.values.folder.trim() === ''
    return empty ? [{ field: 'folder', text: t('remote.missing.folder') }] : []
  }

  return (
    <form className={classes.form} noValidate onSubmit={(event) => void send(event)}>
      <ErrorSummary form={words} />
      <ErrorSummary form={place} />
      <WordsField form={words} hint={hint} />
      <SegmentedControl
        aria-label={t('remote.kindLabel')}
        value={kind}
        onChange={(value) => setKind(value)}
        data={[
          { value: 's3', label: t('remote.kind.s3') },
          { value: 'folder', label: t('remote.kind.folder') },
        ]}
      />
      {kind === 's3' ? <S3Fields form={s3} /> : <FolderField form={folder} />}
      <p className={classes.quiet}>{t('restore.newCredentials')}</p>
      <Group>
        <Button type="submit" loading={words.busy}>
          {t('restore.connect')}
        </Button>
        <Button variant="default" onClick={leave}>
          {t('act.cancel')}
        </Button>
      </Group>
    </form>
  )
}
