import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { useForm } from './useForm'
import classes from './WordsField.module.css'

/** The words of the recovery kit, and how far they fit (useWords). */
export function WordsField({
  form,
  hint,
}: {
  form: ReturnType<typeof useForm<{ words: string }>>
  hint: string
}) {
  const { t } = useTranslation()
  const field = form.field('words')
  return (
    <>
      <Textarea
        {...field}
        onChange={(event) => {
          form.forget('words') // the hint says meanwhile how far they fit
          field.onChange(event)
        }}
        className={classes.words}
        label={t('restore.words.label')}
        description={t('restore.words.note')}
        rows={4}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
        translate="no"
      />
      <p role="status" className={classes.hint}>
        {hint}
      </p>
    </>
  )
}
