import { useQuery } from '@tanstack/react-query'
import { sync } from '@/lib/api'
import { KEY } from '@/lib/queries'

/** The one state of the chip; `sync:changed` asks again. */
export function useSyncStatus() {
  return useQuery({ queryKey: [KEY.sync], queryFn: () => sync.Status() })
}
