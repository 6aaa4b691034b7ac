import { useTranslation } from 'react-i18next'
import { bytes, count, seconds } from '@/lib/format'
import classes from './BackupPage.module.css'
import type { BackupWork } from './useBackupWork'

/** What the last act on this screen found, in words and numbers. */
export function BackupReport({ work }: { work: BackupWork }) {
  const { t } = useTranslation()
  const { now, verify } = work
  return (
    <div role="status">
      {now.data && (
        <p className={classes.report}>
          {t('backup.done', {
            records: count(now.data.records),
            added: bytes(now.data.added),
            time: seconds(now.data.seconds),
          })}
        </p>
      )}
      {verify.data && (
        <div className={classes.report} data-bad={verify.data.problems.length > 0 || undefined}>
          <p>
            {verify.data.problems.length === 0
              ? t('backup.sound', {
                  objects: count(verify.data.objects),
                  size: bytes(verify.data.bytes),
                })
              : t('backup.problems', { count: verify.data.problems.length })}
          </p>
          {verify.data.problems.length > 0 && (
            <ul className={classes.problems}>
              {verify.data.problems.map((one) => (
                <li key={one.object}>
                  {one.what} <code>{one.object}</code>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </div>
  )
}
