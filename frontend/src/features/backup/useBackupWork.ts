import { useMutation, useQueryClient } from '@tanstack/react-query'
import { backup } from '@/lib/api'
import { flushAll } from '@/lib/flush'
import { KEY } from '@/lib/queries'

/** Backup, verify and drill: one at a time, each followed by new lists. */
export function useBackupWork() {
  const queries = useQueryClient()
  const onSettled = () => {
    for (const name of [KEY.backups, KEY.drill, KEY.sync]) {
      void queries.invalidateQueries({ queryKey: [name] })
    }
  }
  const now = useMutation({ mutationFn: () => flushAll().then(() => backup.Now()), onSettled })
  const verify = useMutation({ mutationFn: (full: boolean) => backup.Verify(full), onSettled })
  const drill = useMutation({ mutationFn: () => backup.Drill(), onSettled })
  const busy = now.isPending
    ? ('backup' as const)
    : verify.isPending
      ? ('verify' as const)
      : drill.isPending
        ? ('drill' as const)
        : null
  return { now, verify, drill, busy, failure: now.error ?? verify.error ?? drill.error }
}

export type BackupWork = ReturnType<typeof useBackupWork>
