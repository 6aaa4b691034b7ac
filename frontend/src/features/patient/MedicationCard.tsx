import { Radio, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Abbreviations } from '@/components/Abbreviations'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { useAbbreviations } from '@/components/useAbbreviations'
import { useForm } from '@/components/useForm'
import { care } from '@/lib/api'
import type { Medication, MedicationInput } from '@/lib/api/types'
import { AddButton } from './AddButton'
import { entry } from './entry'
import { EntryForm } from './EntryForm'
import { EntryList } from './EntryList'
import { EntryRow } from './EntryRow'
import { useStatusWords } from './useStatusWords'

interface Props {
  patient: string
  medications: Medication[]
  write: boolean
  changed: () => void
}

export function MedicationCard({ patient, medications, write, changed }: Props) {
  const { t } = useTranslation()
  const status = useStatusWords()
  return (
    <Card
      title={t('medication.card')}
      aside={
        write && (
          <AddButton label={t('medication.add')}>
            {(close) => <MedicationForm patient={patient} close={close} changed={changed} />}
          </AddButton>
        )
      }
    >
      {medications.length === 0 && <Empty>{t('medication.none')}</Empty>}
      <EntryList label={t('medication.card')} items={medications} active={(one) => one.active}>
        {(one) => (
          <EntryRow
            key={one.id}
            kind="medication"
            name={[one.name, one.dosage].filter(Boolean).join(', ')}
            below={[
              one.sinceShown && t('care.since', { date: one.sinceShown }),
              one.prescriber,
              one.reason,
              one.active ? t(`medication.kind.${one.kind}`) : status(one.status),
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

const blank: MedicationInput = { kind: 'statement', name: '', dosage: '', reason: '' }

function MedicationForm({
  patient,
  close,
  changed,
}: {
  patient: string
  close: () => void
  changed: () => void
}) {
  const { t } = useTranslation()
  const form = useForm(blank)
  const risky = useAbbreviations(form.values.dosage)
  return (
    <EntryForm
      form={form}
      save={(values) => care.AddMedication(patient, values)}
      required={[['name', t('medication.noName')]]}
      said={t('care.added', { name: form.values.name })}
      close={close}
      changed={changed}
    >
      <Radio.Group
        label={t('medication.field.kind')}
        value={form.values.kind}
        onChange={(kind) => form.set({ kind: kind })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="statement" label={t('medication.kindLong.statement')} />
          <Radio value="request" label={t('medication.kindLong.request')} />
        </Stack>
      </Radio.Group>
      <TextInput {...form.field('name')} label={t('medication.field.name')} data-autofocus />
      <div>
        <TextInput
          {...form.field('dosage')}
          label={t('medication.field.dosage')}
          description={t('medication.dosageNote')}
        />
        <Abbreviations found={risky} />
      </div>
      <TextInput {...form.field('reason')} label={t('medication.field.reason')} />
    </EntryForm>
  )
}
