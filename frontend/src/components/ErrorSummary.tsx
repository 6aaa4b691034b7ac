import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './ErrorSummary.module.css'
import type { Form } from './useForm'

/** GOV.UK's pattern: takes the focus, links to the fields, and says so in the window's title. */
export function ErrorSummary({ form }: { form: Form }) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const { problems, failure } = form
  const shown = problems.length > 0 || failure !== null
  useEffect(() => {
    if (!shown) return
    box.current?.focus()
    const before = document.title
    document.title = t('form.errorTitle', { title: before })
    return () => {
      document.title = before
    }
  }, [shown, problems, failure, t])
  if (!shown) return null
  return (
    <div ref={box} tabIndex={-1} role="alert" className={classes.summary}>
      <h2 className={classes.title}>{t('form.problem')}</h2>
      <ul className={classes.list}>
        {problems.map(({ field, text }) => (
          <li key={field + text}>
            <button
              type="button"
              className={classes.link}
              onClick={() => focusField(form.id(field))}
            >
              {text}
            </button>
          </li>
        ))}
        {failure && <li>{failure.message}</li>}
        {failure?.hint && <li>{failure.hint}</li>}
      </ul>
    </div>
  )
}

function focusField(id: string) {
  const field = document.getElementById(id)
  field?.scrollIntoView({ block: 'center' })
  field?.focus()
}
