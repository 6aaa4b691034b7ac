import {
  IconArrowsExchange,
  IconCalendarCheck,
  IconDeviceLaptop,
  IconGitFork,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { CipherLine } from '@/components/CipherLine'
import { useSyncStatus } from '@/features/sync/useSyncStatus'
import { useSession } from '@/lib/session'
import classes from './Rail.module.css'

const entries = [
  { to: '/', name: 'today', Icon: IconCalendarCheck, end: true },
  { to: '/patients', name: 'patients', Icon: IconUsers },
  { to: '/conflicts', name: 'conflicts', Icon: IconGitFork },
  { to: '/backup', name: 'backup', Icon: IconDeviceLaptop },
  { to: '/exchange', name: 'exchange', Icon: IconArrowsExchange },
  { to: '/practice', name: 'practice', Icon: IconSettings },
] as const

export function Rail() {
  const { t } = useTranslation()
  const { data } = useSyncStatus()
  const { abilities } = useSession()
  const conflicts = data?.conflicts ?? 0
  const shown = entries.filter(({ name }) => name !== 'exchange' || abilities.importExport)
  return (
    <nav className={classes.rail} aria-label={t('rail.label')}>
      <ul className={classes.list}>
        {shown.map(({ to, name, Icon, ...rest }) => (
          <li key={to}>
            <NavLink to={to} className={classes.link} end={'end' in rest}>
              <Icon size={18} stroke={1.6} aria-hidden />
              <span className={classes.name}>{t(`rail.${name}`)}</span>
              {name === 'conflicts' && conflicts > 0 && (
                <span
                  className={classes.badge}
                  aria-label={t('rail.waiting', { count: conflicts })}
                >
                  {conflicts}
                </span>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
      <RailFoot />
    </nav>
  )
}

/** This laptop, its last backup, and the proof that what lies here is encrypted. */
function RailFoot() {
  const { t } = useTranslation()
  const { device, proof } = useSession()
  const { data } = useSyncStatus()
  const backed = data?.backupShown
    ? t('rail.backed', { time: data.backupShown })
    : t('rail.notBacked')
  return (
    <div className={classes.foot}>
      <p>{t('rail.laptop', { name: device })}</p>
      <p>{backed}</p>
      <CipherLine proof={proof} />
    </div>
  )
}
