import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { useForm } from '@/components/useForm'
import { useUndo } from '@/components/useUndo'
import { care } from '@/lib/api'
import type { Allergies } from '@/lib/api/types'
import { AddButton } from './AddButton'
import { entry } from './entry'
import { EntryForm } from './EntryForm'
import { EntryList } from './EntryList'
import { EntryRow } from './EntryRow'

interface Props {
  patient: string
  allergies: Allergies
  write: boolean
  changed: () => void
}

export function AllergyCard({ patient, allergies, write, changed }: Props) {
  const { t } = useTranslation()
  const undo = useUndo()
  const none = useMutation({
    mutationFn: () => care.NoKnownAllergies(patient),
    onSuccess: (saved) => {
      changed()
      undo(saved.undo, t('allergy.saidNone'))
    },
  })
  const add = (
    <AddButton label={t('allergy.add')}>
      {(close) => <AllergyForm patient={patient} close={close} changed={changed} />}
    </AddButton>
  )
  return (
    <Card title={t('allergy.card')} aside={write && allergies.state !== 'unavailable' && add}>
      {allergies.entries.length === 0 && (
        <Empty
          action={
            write &&
            allergies.state === 'not-recorded' && (
              <Button variant="default" onClick={() => none.mutate()} loading={none.isPending}>
                {t('allergy.recordNone')}
              </Button>
            )
          }
        >
          {t(`allergy.about.${allergies.state}`)}
        </Empty>
      )}
      {none.error && <p role="alert">{none.error.message}</p>}
      <EntryList label={t('allergy.card')} items={allergies.entries} active={(one) => one.active}>
        {(one) => (
          <EntryRow
            key={one.id}
            kind="allergy"
            name={
              one.reaction
                ? t('allergy.agent', { agent: one.agent, reaction: one.reaction })
                : one.agent
            }
            below={[
              one.severity && t(`allergy.severity.${one.severity as 'mild'}`),
              one.criticality && t(`allergy.criticality.${one.criticality as 'high'}`),
              one.sinceShown && t('care.since', { date: one.sinceShown }),
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

function AllergyForm({
  patient,
  close,
  changed,
}: {
  patient: string
  close: () => void
  changed: () => void
}) {
  const { t } = useTranslation()
  const form = useForm({ agent: '', reaction: '', severity: '', criticality: '' })
  return (
    <EntryForm
      form={form}
      save={(values) => care.AddAllergy(patient, values)}
      required={[['agent', t('allergy.noAgent')]]}
      said={t('care.added', { name: form.values.agent })}
      close={close}
      changed={changed}
    >
      <TextInput {...form.field('agent')} label={t('allergy.field.agent')} data-autofocus />
      <TextInput {...form.field('reaction')} label={t('allergy.field.reaction')} />
      <NativeSelect
        {...form.field('severity')}
        label={t('allergy.field.severity')}
        data={(['', 'mild', 'moderate', 'severe'] as const).map((value) => ({
          value,
          label: value ? t(`allergy.severity.${value}`) : t('state.notKnown'),
        }))}
      />
      <NativeSelect
        {...form.field('criticality')}
        label={t('allergy.field.criticality')}
        data={(['', 'low', 'high', 'unable-to-assess'] as const).map((value) => ({
          value,
          label: value ? t(`allergy.criticality.${value}`) : t('state.notKnown'),
        }))}
      />
    </EntryForm>
  )
}
