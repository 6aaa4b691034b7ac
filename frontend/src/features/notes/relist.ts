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
  const detail = beginning(written.text)
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

/** The first line that is no heading, as the list has it from the record. */
function beginning(text: string) {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.find((line) => !isHeading(line)) ?? lines[0] ?? ''
}

function isHeading(line: string) {
  return line.endsWith(':') || (line === line.toUpperCase() && line !== line.toLowerCase())
}
