import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Rows } from '@/components/Rows'

interface Props<Item> {
  label: string
  items: Item[]
  active: (item: Item) => boolean
  children: (item: Item) => ReactNode
}

/** What is active first; the past one click away, with its number, never silently left out. */
export function EntryList<Item>({ label, items, active, children }: Props<Item>) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const past = items.filter((item) => !active(item))
  return (
    <>
      <Rows label={label}>{items.filter(active).map(children)}</Rows>
      {past.length > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t('care.hidePast') : t('care.showPast', { count: past.length })}
        </Button>
      )}
      {all && <Rows label={t('care.past', { label })}>{past.map(children)}</Rows>}
    </>
  )
}
