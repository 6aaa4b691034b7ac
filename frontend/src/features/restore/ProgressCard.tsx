import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RestoreState } from '@/lib/api/types'
import { bytes, count } from '@/lib/format'
import { share } from './left'
import classes from './restore.module.css'
import { useRestoreProgress } from './useRestoreProgress'

/** Progress in records and in bytes, with the time left once that can be said honestly. */
export function ProgressCard({
  title,
  state,
  children,
}: {
  title: string
  state: RestoreState
  children?: React.ReactNode
}) {
  const { t } = useTranslation()
  const { progress, left } = useRestoreProgress(state)
  return (
    <section className={classes.form}>
      <div className={classes.head}>
        <strong>{title}</strong>
        <span>{state.phase === 'paused' ? t('restore.paused') : left}</span>
      </div>
      {progress.recordsTotal > 0 && (
        <>
          <Progress.Root size={12}>
            <Progress.Section value={share(progress) * 100} aria-label={title} />
          </Progress.Root>
          <p className={classes.quiet}>
            {t('restore.progress', {
              records: count(progress.records),
              recordsTotal: count(progress.recordsTotal),
              bytes: bytes(progress.bytes),
              bytesTotal: bytes(progress.bytesTotal),
            })}
            {progress.kept > 0 && ` · ${t('restore.kept', { bytes: bytes(progress.kept) })}`}
          </p>
        </>
      )}
      {children}
    </section>
  )
}
