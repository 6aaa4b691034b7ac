import { Button, CopyButton, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { FailurePanel } from '@/components/FailurePanel'
import { Keys } from '@/components/Keys'
import { sync } from '@/lib/api'
import { flushAll } from '@/lib/flush'
import { span } from '@/lib/format'
import { KEY } from '@/lib/queries'
import { SafeList } from '@/components/SafeList'
import { useChipWords } from './SyncChip'
import classes from './SyncSummary.module.css'
import { useSyncStatus } from './useSyncStatus'

/** The chip's words with what they mean, and what one can do about them. */
export function SyncSummary({ close }: { close: () => void }) {
  const { t } = useTranslation()
  const go = useNavigate()
  const queries = useQueryClient()
  const { data } = useSyncStatus()
  const words = useChipWords(data)
  const keep = { onSuccess: (status: unknown) => queries.setQueryData([KEY.sync], status) }
  const now = useMutation({ mutationFn: () => flushAll().then(() => sync.Now()), ...keep })
  const pause = useMutation({ mutationFn: (paused: boolean) => sync.Pause(paused), ...keep })
  if (!data) return null
  const visit = (path: string) => {
    close()
    void go(path)
  }
  const paused = data.phase === 'paused'
  return (
    <section className={classes.summary}>
      <p className={classes.words}>{words}</p>
      <p className={classes.meaning}>{t(`sync.meaning.${data.phase}`)}</p>
      {data.message && <p>{data.message}</p>}
      {data.hint && <p>{data.hint}</p>}
      {data.clockBehind !== 0 && (
        <p>
          {t(data.clockBehind > 0 ? 'sync.clock.behind' : 'sync.clock.ahead', {
            span: span(Math.abs(data.clockBehind)),
          })}
        </p>
      )}
      <SafeList status={data} />
      {now.error && <FailurePanel failure={now.error} />}
      <Group mt="sm" gap="xs">
        {data.phase === 'local' ? (
          <Button onClick={() => visit('/backup/storage')}>{t('sync.setRemote')}</Button>
        ) : (
          <>
            <Button
              onClick={() => now.mutate()}
              loading={now.isPending}
              rightSection={<Keys keys={t('key.sync')} />}
            >
              {t('sync.now')}
            </Button>
            <Button variant="default" onClick={() => pause.mutate(!paused)}>
              {paused ? t('sync.resume') : t('sync.pause')}
            </Button>
          </>
        )}
        {data.conflicts > 0 && (
          <Button variant="default" onClick={() => visit('/conflicts')}>
            {t('sync.decide', { count: data.conflicts })}
          </Button>
        )}
        {data.alarms > 0 && (
          <Button variant="default" onClick={() => visit('/alarms')}>
            {t('sync.readAlarms', { count: data.alarms })}
          </Button>
        )}
        {data.code && (
          <CopyButton value={`${data.code}: ${data.message}`}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t('act.copied') : t('act.copyDetails')}
              </Button>
            )}
          </CopyButton>
        )}
      </Group>
    </section>
  )
}
