import { useEffect, useState } from 'react'
import type { SyncStatus } from '@/lib/api/types'

const AT_LEAST = 200

/** Holds "syncing" for at least 200 ms, so that a quick round does not flicker. */
export function useSteady(status: SyncStatus | undefined): SyncStatus | undefined {
  const [shown, show] = useState(status)
  const [since, setSince] = useState(0)
  useEffect(() => {
    const wait = shown?.phase === 'syncing' ? Math.max(0, since + AT_LEAST - Date.now()) : 0
    const timer = setTimeout(() => {
      if (status?.phase === 'syncing' && shown?.phase !== 'syncing') setSince(Date.now())
      show(status)
    }, wait)
    return () => clearTimeout(timer)
  }, [status, shown, since])
  return shown ?? status
}
