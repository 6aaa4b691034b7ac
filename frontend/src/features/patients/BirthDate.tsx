import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { useForm } from '@/components/useForm'
import type { PatientInput } from '@/lib/api/types'
import classes from './PatientForm.module.css'

/** Three fields and no picker: nobody scrolls a calendar back to 1934. */
export function BirthDate({ form }: { form: ReturnType<typeof useForm<PatientInput>> }) {
  const { t } = useTranslation()
  const error = form.problems.find(({ field }) => field === 'born')?.text
  const part = (name: 'bornDay' | 'bornMonth' | 'bornYear', label: string, year?: boolean) => {
    const props = form.field(name)
    return (
      <TextInput
        {...props}
        // The summary's link to the whole date leads to its first field.
        id={name === 'bornDay' ? form.id('born') : props.id}
        error={props.error ?? Boolean(error)}
        label={label}
        inputMode="numeric"
        className={year ? classes.year : classes.short}
        maxLength={year ? 4 : 2}
      />
    )
  }
  return (
    <div
      role="group"
      aria-labelledby={form.id('born-label')}
      aria-describedby={form.id('born-hint')}
    >
      <p id={form.id('born-label')} className={classes.legend}>
        {t('patients.field.born')}
      </p>
      <p id={form.id('born-hint')} className={classes.hint}>
        {t('patients.form.bornHint')}
      </p>
      {error && <p className={classes.error}>{error}</p>}
      <div className={classes.date}>
        {part('bornDay', t('patients.form.day'))}
        {part('bornMonth', t('patients.form.month'))}
        {part('bornYear', t('patients.form.year'), true)}
      </div>
    </div>
  )
}
