import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { useForm } from '@/components/useForm'
import { care } from '@/lib/api'
import type { Problem } from '@/lib/api/types'
import { AddButton } from './AddButton'
import { entry } from './entry'
import { EntryForm } from './EntryForm'
import { EntryList } from './EntryList'
import { EntryRow } from './EntryRow'
import { useStatusWords } from './useStatusWords'

interface Props {
  patient: string
  problems: Problem[]
  write: boolean
  changed: () => void
}

export function ProblemCard({ patient, problems, write, changed }: Props) {
  const { t } = useTranslation()
  const status = useStatusWords()
  return (
    <Card
      title={t('problem.card')}
      aside={
        write && (
          <AddButton label={t('problem.add')}>
            {(close) => <ProblemForm patient={patient} close={close} changed={changed} />}
          </AddButton>
        )
      }
    >
      {problems.length === 0 && <Empty>{t('problem.none')}</Empty>}
      <EntryList label={t('problem.card')} items={problems} active={(one) => one.active}>
        {(one) => (
          <EntryRow
            key={one.id}
            kind="problem"
            name={one.name}
            below={[
              one.sinceShown && t('care.since', { date: one.sinceShown }),
              one.untilShown && t('care.until', { date: one.untilShown }),
              status(one.status),
            ]}
            {...entry(one)}
            write={write}
            changed={changed}
          />
        )}
      </EntryList>
    </Card>
  )
}

function ProblemForm({
  patient,
  close,
  changed,
}: {
  patient: string
  close: () => void
  changed: () => void
}) {
  const { t } = useTranslation()
  const form = useForm({ name: '', onset: '' })
  return (
    <EntryForm
      form={form}
      save={(values) => care.AddProblem(patient, values)}
      required={[['name', t('problem.noName')]]}
      said={t('care.added', { name: form.values.name })}
      close={close}
      changed={changed}
    >
      <TextInput {...form.field('name')} label={t('problem.field.name')} data-autofocus />
      <TextInput
        {...form.field('onset')}
        label={t('problem.field.onset')}
        description={t('problem.onsetNote')}
        inputMode="numeric"
      />
    </EntryForm>
  )
}
