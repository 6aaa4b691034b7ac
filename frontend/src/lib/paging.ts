/** Keyset pages: each names the key after which the next one begins; '' is the end. */
export interface Page<Row> {
  rows: Row[]
  next: string
}

/** The parameter of the next page, undefined after the last. A page that names its own start would
 * be asked for for ever, so that ends the list as well. */
export function nextPage<Row>(last: Page<Row>, _pages: Page<Row>[], asked: string) {
  return last.next === '' || last.next === asked ? undefined : last.next
}

/** All rows so far, each id once: a row that moved between two calls may come twice. */
export function allRows<Row extends { id: string }>(pages: Page<Row>[] | undefined): Row[] {
  const seen = new Set<string>()
  const rows: Row[] = []
  for (const page of pages ?? []) {
    for (const row of page.rows) {
      if (!seen.has(row.id)) rows.push(row)
      seen.add(row.id)
    }
  }
  return rows
}
