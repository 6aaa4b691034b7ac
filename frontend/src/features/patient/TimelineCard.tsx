import { Button, Group, NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { FailurePanel } from '@/components/FailurePanel'
import { Keys } from '@/components/Keys'
import { patients, type Failure } from '@/lib/api'
import type { TimelineKind, TimelinePage } from '@/lib/api/types'
import { allRows, nextPage } from '@/lib/paging'
import { KEY } from '@/lib/queries'
import classes from './TimelineCard.module.css'
import { TimelineLine } from './TimelineLine'

const kinds = ['', 'note', 'encounter', 'procedure', 'immunization', 'report', 'document'] as const

interface Props {
  patient: string
  first: TimelinePage
  /** When `first` was read, in milliseconds. */
  firstAt: number
  open: (note: string) => void
  /** Opens or begins a note; undefined where one may not write. */
  start: (() => void) | undefined
  draft: string
  failure: Failure | null
}

/** What happened, newest first, a page at a time. */
export function TimelineCard({ patient, first, firstAt, open, start, draft, failure }: Props) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<TimelineKind | ''>('')
  const pages = useInfiniteQuery({
    queryKey: [KEY.patient, patient, 'timeline', kind],
    queryFn: ({ pageParam }) => patients.Timeline({ patient, after: pageParam, limit: 50, kind }),
    initialPageParam: '',
    getNextPageParam: nextPage,
    // Came with the page: it is asked for again only when it is older than that.
    initialData: kind === '' ? { pages: [first], pageParams: [''] } : undefined,
    initialDataUpdatedAt: firstAt,
  })
  const rows = allRows(pages.data?.pages)
  return (
    <Card
      title={t('timeline.card')}
      tall
      aside={
        <Group gap="xs">
          <NativeSelect
            size="xs"
            aria-label={t('timeline.filter')}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as TimelineKind | '')}
            data={kinds.map((value) => ({ value, label: t(`timeline.kind.${value || 'all'}`) }))}
          />
          {start && (
            <Button onClick={start} rightSection={<Keys keys={t('key.note')} />}>
              {draft ? t('timeline.continue') : t('timeline.start')}
            </Button>
          )}
        </Group>
      }
    >
      {failure && <FailurePanel failure={failure} />}
      {pages.error && <FailurePanel failure={pages.error} />}
      {pages.isSuccess && rows.length === 0 && <Empty>{t('timeline.none')}</Empty>}
      <ol className={classes.list}>
        {rows.map((row) => (
          <TimelineLine key={row.id} row={row} open={open} />
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void pages.fetchNextPage()}
          loading={pages.isFetchingNextPage}
        >
          {t('act.older')}
        </Button>
      )}
    </Card>
  )
}
