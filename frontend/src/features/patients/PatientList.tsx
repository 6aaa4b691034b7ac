import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PatientRow } from '@/lib/api/types'
import { PatientLine } from './PatientLine'
import classes from './PatientsPage.module.css'

interface Props {
  rows: PatientRow[]
  total: number
  /** The rows still answer an older text. */
  busy: boolean
  /** Asks for the next page; undefined while one is coming or none is left. */
  more: (() => void) | undefined
}

/** Only the rows in view are in the document: WebKitGTK freezes on thousands of nodes. */
export function PatientList({ rows, total, busy, more }: Props) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- its state lives in the virtualizer
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 57,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  })
  const items = list.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows.length - 20) more?.()
  }, [last, rows.length, more])
  return (
    <div
      className={classes.frame}
      role="table"
      aria-label={t('patients.title')}
      aria-rowcount={total + 1}
      aria-busy={busy}
    >
      <div role="row" aria-rowindex={1} className={classes.head}>
        {(['name', 'born', 'gender', 'nhs', 'last'] as const).map((name) => (
          <span role="columnheader" key={name}>
            {t(`patients.column.${name}`)}
          </span>
        ))}
      </div>
      <div ref={scroller} className={classes.scroll} role="rowgroup" tabIndex={-1}>
        <div className={classes.space} style={{ height: list.getTotalSize() }} role="presentation">
          {items.map(({ index, key, start }) => {
            const row = rows[index]
            return (
              row && (
                <PatientLine
                  key={key}
                  ref={list.measureElement}
                  row={row}
                  index={index}
                  start={start}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}
