import { useMutation } from '@tanstack/react-query'
import { notes } from '@/lib/api'
import { useShortcuts } from '@/lib/keys'
import { useSession } from '@/lib/session'

/** Opens one's draft for this patient or begins one; the key is N, where one may write. */
export function useStartNote(patient: string, may: boolean, open: (note: string) => void) {
  const { preferences } = useSession()
  const start = useMutation({
    mutationFn: () => notes.Start(patient),
    onSuccess: (note) => open(note.id),
  })
  const act = () => start.mutate()
  useShortcuts({ n: () => may && act() }, preferences.singleKeys)
  return { act, failure: start.error }
}
