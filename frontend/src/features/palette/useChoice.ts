import { useEffect, useState } from 'react'
import type { Item } from './usePaletteItems'

interface Options {
  items: Item[]
  /** Whether the items answer exactly what is typed. */
  settled: boolean
  choose: (item: Item) => void
}

/**
 * Which item Enter chooses: only ever one of the answer to exactly what is typed, because on an older
 * answer it would open somebody else. Enter that comes before the answer waits for it and then takes
 * the first. An arrow says that somebody wants to look: it ends the waiting, and until there is an
 * answer Enter then does nothing.
 */
export function useChoice({ items, settled, choose }: Options) {
  const [at, setAt] = useState(0)
  const [enter, setEnter] = useState<'free' | 'waits' | 'held'>('free')
  const first = items[0]
  const due = enter === 'waits' && settled
  useEffect(() => {
    if (due && first) choose(first)
    // The items are made anew by each render; what is due is due once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [due])
  const current = settled ? items[Math.min(at, items.length - 1)] : undefined
  return {
    /** The item that is marked, undefined while the answer is awaited. */
    current,
    waiting: enter === 'waits' && !settled,
    typed() {
      setAt(0)
      setEnter('free')
    },
    /** Marks the next (1) or the last (-1) item, and answers it. */
    step(by: 1 | -1): Item | undefined {
      if (!settled) {
        setEnter('held')
        return undefined
      }
      if (items.length === 0) return undefined
      const next = (Math.min(at, items.length - 1) + by + items.length) % items.length
      setAt(next)
      return items[next]
    },
    enter() {
      if (current) choose(current)
      else if (!settled && enter === 'free') setEnter('waits')
    },
  }
}
