import { Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './Waiting.module.css'

/** Shown late, so that what answers at once does not flicker. */
export function Waiting() {
  const { t } = useTranslation()
  return (
    <div className={classes.waiting} role="status">
      <Loader aria-hidden />
      <span>{t('state.loading')}</span>
    </div>
  )
}
