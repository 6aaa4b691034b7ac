import { IconCheck, IconMinus, IconX, type TablerIcon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RemoteCheck, RemoteTest } from '@/lib/api/types'
import classes from './remote.module.css'

const icons: Record<RemoteCheck['state'], TablerIcon> = {
  passed: IconCheck,
  failed: IconX,
  missing: IconMinus,
  skipped: IconMinus,
}

/** A test of a remote, check by check: what was tried and what was seen. */
export function TestResult({ test }: { test: RemoteTest }) {
  const { t, i18n } = useTranslation()
  const name = (id: string) => {
    const key = `remote.check.${id}`
    return i18n.exists(key) ? t(key as 'remote.check.write') : id
  }
  return (
    <section className={classes.result} role="status">
      <p className={classes.verdict}>
        {test.ok ? t('remote.works', { place: test.place }) : t('remote.fails')}
      </p>
      <ul className={classes.checks}>
        {test.checks.map((check) => {
          const Icon = icons[check.state]
          return (
            <li key={check.id} className={classes.check} data-state={check.state}>
              <Icon size={18} role="img" aria-label={t(`remote.state.${check.state}`)} />
              <span className={classes.name}>{name(check.id)}</span>
              <span className={classes.detail}>{check.detail}</span>
              <span className={classes.detail}>
                {check.millis > 0 ? t('remote.millis', { millis: check.millis }) : ''}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
