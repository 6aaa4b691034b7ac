import { expect, it } from 'vitest'
import { allRows, nextPage, type Page } from './paging'

const page = (ids: string[], next: string): Page<{ id: string }> => ({
  rows: ids.map((id) => ({ id })),
  next,
})

it('goes on until the last page', () => {
  expect(nextPage(page(['a'], 'a'), [], '')).toBe('a')
  expect(nextPage(page(['b'], ''), [], 'a')).toBeUndefined()
})

it('never asks for the same page twice', () => {
  expect(nextPage(page(['a'], 'a'), [], 'a')).toBeUndefined()
})

it('shows a row once, in the order it first came', () => {
  const rows = allRows([page(['a', 'b'], 'b'), page(['b', 'c'], '')])
  expect(rows.map((row) => row.id)).toEqual(['a', 'b', 'c'])
  expect(allRows(undefined)).toEqual([])
})
