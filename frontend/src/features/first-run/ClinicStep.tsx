import { Checkbox, Group, NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useForm } from '@/components/useForm'
import { setup } from '@/lib/api'
import type { StepProps } from './step'
import { StepForm } from './StepForm'

/** Countries of the languages that Farne is made for; it decides what storage is proposed. */
const countries = ['GB', 'IE', 'DE', 'AT', 'CH', 'FR', 'IT', 'NO'] as const

export function ClinicStep({ progress, done, back }: StepProps) {
  const { t } = useTranslation()
  const form = useForm(progress.clinic)
  const { values, set, field } = form

  async function send() {
    const missing = (['practice', 'given', 'family', 'device'] as const)
      .filter((name) => values[name].trim() === '')
      .map((name) => ({ field: name, text: t(`setup.clinic.missing.${name}`) }))
    if (missing.length > 0) return form.setProblems(missing)
    const next = await form.send(() => setup.SetClinic(values))
    if (next) done(next)
  }

  return (
    <StepForm form={form} send={send} back={back}>
      <TextInput
        {...field('practice')}
        label={t('setup.clinic.practice')}
        autoComplete="organization"
      />
      <NativeSelect
        {...field('country')}
        label={t('setup.clinic.country')}
        data={countries.map((value) => ({ value, label: t(`country.${value}`) }))}
      />
      <Group grow align="start">
        <TextInput {...field('given')} label={t('setup.clinic.given')} autoComplete="given-name" />
        <TextInput
          {...field('family')}
          label={t('setup.clinic.family')}
          autoComplete="family-name"
        />
      </Group>
      <Checkbox
        label={t('setup.clinic.clinician')}
        description={t('setup.clinic.clinicianNote')}
        checked={values.clinician}
        onChange={(event) => set({ clinician: event.currentTarget.checked })}
      />
      {values.clinician && (
        <TextInput
          {...field('registration')}
          label={t('setup.clinic.registration')}
          description={t('setup.clinic.registrationNote')}
        />
      )}
      <TextInput
        {...field('device')}
        label={t('setup.clinic.device')}
        description={t('setup.clinic.deviceNote')}
      />
    </StepForm>
  )
}
