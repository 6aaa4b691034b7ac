import { QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import type { TimelineRow } from '@/lib/api/types'
import { KEY } from '@/lib/queries'
import { relist } from './relist'

const row = (note: string): TimelineRow => ({
  id: note || 'x',
  kind: note ? 'note' : 'encounter',
  at: '',
  shown: '',
  title: 'before',
  detail: '',
  status: '',
  addenda: 0,
  note,
})

it('renews the row of the draft in every list of that patient, and no other', () => {
  const queries = new QueryClient()
  const lists = [
    [KEY.patient, 'p', 'timeline', ''],
    [KEY.patient, 'p', 'timeline', 'note'],
    [KEY.patient, 'q', 'timeline', ''],
  ]
  const pages = [
    { rows: [row('b'), row('')], next: 'n' },
    { rows: [row('a')], next: '' },
  ]
  for (const key of lists) queries.setQueryData(key, { pages, pageParams: ['', 'n'] })
  expect(
    relist(queries, 'p', 'a', { title: 'Review', text: '\nSUBJECTIVE\n Sleeps better.\nMore' }),
  ).toBe(true)
  const titles = lists.map((key) =>
    queries
      .getQueryData<{ pages: typeof pages }>(key)
      ?.pages.flatMap((page) => page.rows.map(({ title, detail }) => title + detail)),
  )
  const renewed = ['before', 'before', 'ReviewSleeps better.']
  expect(titles).toEqual([renewed, renewed, ['before', 'before', 'before']])
})

it('says so where the draft is not listed yet', () => {
  const queries = new QueryClient()
  expect(relist(queries, 'p', 'a', { title: '', text: '' })).toBe(false)
  const pages = [{ rows: [row('b')], next: '' }]
  queries.setQueryData([KEY.patient, 'p', 'timeline', ''], { pages, pageParams: [''] })
  expect(relist(queries, 'p', 'a', { title: '', text: '' })).toBe(false)
})
