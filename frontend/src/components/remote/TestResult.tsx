import { IconCheck, IconMinus, IconX, type TablerIcon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RemoteCheck, RemoteTest } from '@/lib/api/types'
import classes from './remote.module.css'

const icons: Record<RemoteCheck['state'], TablerIcon> = {
  passed: IconCheck,
  failed: IconX,
  missing: IconMinus,
}

/** A test of a remote, check by check: what was tried and what was seen. */
export function TestResult({ test }: { test: RemoteTest }) {
  const { t } = useTranslation()
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
              <span className={classes.name}>{t(`remote.check.${check.id}`)}</span>
              <span className={classes.detail}>{check.detail}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
