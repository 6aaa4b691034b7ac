import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockExclamation,
  IconCloudOff,
  IconDatabaseExclamation,
  IconDeviceLaptop,
  IconKey,
  IconPlayerPause,
  IconRefresh,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SyncPhase, SyncStatus } from '@/lib/api/types'
import classes from './SyncChip.module.css'
import { useSteady } from './useSteady'
import { useSyncStatus } from './useSyncStatus'

const icons: Record<SyncPhase, TablerIcon> = {
  local: IconDeviceLaptop,
  syncing: IconRefresh,
  current: IconCircleCheck,
  offline: IconCloudOff,
  paused: IconPlayerPause,
  attention: IconAlertTriangle,
  key: IconKey,
  full: IconDatabaseExclamation,
  clock: IconClockExclamation,
  error: IconAlertTriangle,
}

/** Honest words about where the record is; click for the log. */
export function SyncChip({ open }: { open: () => void }) {
  const { data } = useSyncStatus()
  const status = useSteady(data)
  const words = useChipWords(status)
  if (!status) return null
  const Icon = icons[status.phase]
  return (
    <>
      <UnstyledButton
        className={classes.chip}
        data-phase={status.phase}
        data-age={status.age}
        onClick={open}
      >
        <Icon size={16} aria-hidden className={classes.icon} />
        <span>{words}</span>
      </UnstyledButton>
      <VisuallyHidden role="status" aria-live="polite">
        {status.phase === 'syncing' ? '' : words}
      </VisuallyHidden>
    </>
  )
}

export function useChipWords(status: SyncStatus | undefined): string {
  const { t } = useTranslation()
  if (!status) return ''
  const { phase } = status
  const count =
    phase === 'syncing' ? status.left : phase === 'attention' ? status.conflicts : status.waiting
  if (phase === 'attention' && status.alarms > 0)
    return t('sync.phase.alarm', { count: status.alarms })
  const time = phase === 'local' ? status.savedShown : status.syncedShown
  return t(`sync.phase.${phase}`, { count, time })
}
