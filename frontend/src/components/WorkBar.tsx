import { Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { on } from '@/lib/api'
import type { WorkProgress } from '@/lib/api/types'
import { bytes, count, percent } from '@/lib/format'
import classes from './WorkBar.module.css'

type WorkEvent = 'backup:progress' | 'import:progress' | 'export:progress' | 'demo:progress'

/** Follows one piece of work of Go's by its event, while it is mounted. */
export function WorkBar({ event, label }: { event: WorkEvent; label: string }) {
  const { t } = useTranslation()
  const [work, setWork] = useState<WorkProgress | null>(null)
  useEffect(() => on(event, setWork), [event])
  const share = work ? percent(work.done, work.total) : 0
  const open = !work || work.total === 0
  return (
    <div className={classes.work}>
      <p>{label}</p>
      <Progress.Root size="lg">
        <Progress.Section
          value={open ? 100 : share}
          animated={open}
          striped={open}
          aria-label={label}
          aria-valuetext={open ? t('state.working') : undefined}
        />
      </Progress.Root>
      {work && work.total > 0 && (
        <p className={classes.counts}>
          {t('work.counts', { done: count(work.done), total: count(work.total) })}
          {work.bytes > 0 && ` · ${bytes(work.bytes)}`}
        </p>
      )}
    </div>
  )
}
