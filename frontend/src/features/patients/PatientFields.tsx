import { NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { useForm } from '@/components/useForm'
import type { PatientInput } from '@/lib/api/types'
import { BirthDate } from './BirthDate'
import classes from './PatientForm.module.css'

const genders = ['', 'female', 'male', 'other', 'unknown'] as const

/** Any character in any name; nothing is required but one of them. Go checks the rest. */
export function PatientFields({ form }: { form: ReturnType<typeof useForm<PatientInput>> }) {
  const { t } = useTranslation()
  const text = (name: keyof PatientInput, more: object = {}) => (
    <TextInput {...form.field(name)} label={t(`patients.field.${name as 'family'}`)} {...more} />
  )
  return (
    <>
      <div className={classes.pair}>
        {text('family')}
        {text('given')}
        {text('preferred', { description: t('patients.form.preferredNote') })}
        {text('title', { description: t('patients.form.optional') })}
      </div>
      <BirthDate form={form} />
      <div className={classes.pair}>
        <NativeSelect
          {...form.field('gender')}
          label={t('patients.field.gender')}
          data={genders.map((value) => ({
            value,
            label: value ? t(`gender.${value}`) : t('state.notKnown'),
          }))}
        />
        {text('nhsNumber', { inputMode: 'numeric', description: t('patients.form.nhsNote') })}
        {text('phone', { type: 'tel' })}
        {text('email', { type: 'email' })}
      </div>
      {text('addressLine')}
      <div className={classes.pair}>
        {text('city')}
        {text('postcode')}
      </div>
    </>
  )
}
