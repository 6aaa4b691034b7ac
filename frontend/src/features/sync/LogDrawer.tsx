import { Button, Drawer, Group, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '@/components/Empty'
import { FailurePanel } from '@/components/FailurePanel'
import { Rows } from '@/components/Rows'
import { Waiting } from '@/components/Waiting'
import { sync } from '@/lib/api'
import type { LogKind } from '@/lib/api/types'
import { allRows, nextPage } from '@/lib/paging'
import { KEY } from '@/lib/queries'
import { LogLine } from './LogLine'
import { SyncSummary } from './SyncSummary'

const kinds = ['', 'error', 'conflict', 'skipped'] as const

/** What sync did, kept across restarts; filters as people look for trouble. */
export function LogDrawer({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="right"
      size={460}
      title={t('sync.log.title')}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <SyncSummary close={close} />
      <Log />
    </Drawer>
  )
}

function Log() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [kind, setKind] = useState<LogKind | ''>('')
  const log = useInfiniteQuery({
    queryKey: [KEY.log, kind],
    queryFn: ({ pageParam }) => sync.Log({ after: pageParam, limit: 50, kind }),
    initialPageParam: '',
    getNextPageParam: nextPage,
  })
  const rows = allRows(log.data?.pages)
  return (
    <>
      <Group justify="space-between" my="sm">
        <SegmentedControl
          size="xs"
          aria-label={t('sync.log.filter')}
          value={kind}
          onChange={(value) => setKind(value)}
          data={kinds.map((value) => ({ value, label: t(`sync.log.kind.${value || 'all'}`) }))}
        />
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => void queries.invalidateQueries({ queryKey: [KEY.log] })}
        >
          {t('act.refresh')}
        </Button>
      </Group>
      {log.isPending && <Waiting />}
      {log.error && <FailurePanel failure={log.error} again={() => void log.refetch()} />}
      {log.data && rows.length === 0 && <Empty>{t('sync.log.empty')}</Empty>}
      <Rows label={t('sync.log.title')}>
        {rows.map((row) => (
          <LogLine key={row.id} row={row} />
        ))}
      </Rows>
      {log.hasNextPage && (
        <Button variant="default" onClick={() => void log.fetchNextPage()}>
          {t('act.older')}
        </Button>
      )}
    </>
  )
}
