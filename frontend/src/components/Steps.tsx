import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './Steps.module.css'

interface Props {
  label: string
  names: string[]
  /** Index of the step that is shown. */
  at: number
}

/** Where one is in a row of steps; done ones have a tick, the present one is bold. */
export function Steps({ label, names, at }: Props) {
  const { t } = useTranslation()
  return (
    <ol className={classes.steps} aria-label={label}>
      {names.map((name, index) => (
        <li
          key={name}
          className={classes.step}
          data-state={index < at ? 'done' : index === at ? 'now' : 'later'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span>{t('steps.name', { number: index + 1, name })}</span>
          {index < at && <IconCheck size={14} role="img" aria-label={t('steps.done')} />}
        </li>
      ))}
    </ol>
  )
}
