import { useMutation, useQueryClient } from '@tanstack/react-query'
import { backup } from '@/lib/api'
import { flushAll } from '@/lib/flush'
import { KEY } from '@/lib/queries'

/** Backup and verify: one at a time, each followed by new lists. */
export function useBackupWork() {
  const queries = useQueryClient()
  const onSettled = () => {
    for (const name of [KEY.backups, KEY.sync]) {
      void queries.invalidateQueries({ queryKey: [name] })
    }
  }
  const now = useMutation({ mutationFn: () => flushAll().then(() => backup.Now()), onSettled })
  const verify = useMutation({ mutationFn: (full: boolean) => backup.Verify(full), onSettled })
  const busy = now.isPending ? ('backup' as const) : verify.isPending ? ('verify' as const) : null
  return { now, verify, busy, failure: now.error ?? verify.error }
}

export type BackupWork = ReturnType<typeof useBackupWork>
