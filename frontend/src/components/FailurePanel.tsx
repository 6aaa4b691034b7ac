import { Button, Group } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '@/lib/api'
import classes from './FailurePanel.module.css'

interface Props {
  failure: Failure
  again?: () => void
  /** It is the only thing in the window. */
  alone?: boolean
}

/** What happened, what is still safe, what to do: in words, with the code for a helper. */
export function FailurePanel({ failure, again, alone }: Props) {
  const { t } = useTranslation()
  return (
    <section className={classes.panel} data-alone={alone || undefined} role="alert">
      <IconAlertTriangle aria-hidden size={22} className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.message}>{failure.message || t('failure.nothing')}</p>
        {failure.hint && <p>{failure.hint}</p>}
        <p className={classes.code}>{t('failure.code', { code: failure.code })}</p>
        {again && (
          <Group mt="sm">
            <Button variant="default" onClick={again}>
              {t('act.again')}
            </Button>
          </Group>
        )}
      </div>
    </section>
  )
}
