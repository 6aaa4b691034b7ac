import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { TimelinePage, TimelineRow } from '@/lib/api/types'
import { KEY } from '@/lib/queries'

export interface Written {
  title: string
  text: string
}

/**
 * Shows in a patient's timeline what was saved of a draft, without asking for the page again: that would
 * be one more view of the record for every pause in typing. Answers false where the draft is not listed.
 */
export function relist(queries: QueryClient, patient: string, note: string, written: Written) {
  let listed = false
  const [detail = ''] = written.text.trim().split('\n')
  const renew = (row: TimelineRow) => {
    if (row.note !== note) return row
    listed = true
    return { ...row, title: written.title, detail }
  }
  queries.setQueriesData<InfiniteData<TimelinePage>>(
    { queryKey: [KEY.patient, patient, 'timeline'] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, rows: page.rows.map(renew) })),
      },
  )
  return listed
}
