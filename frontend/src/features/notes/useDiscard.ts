import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useUndo } from '@/components/useUndo'
import { notes } from '@/lib/api'
import type { Note } from '@/lib/api/types'

interface Saving {
  flush: () => Promise<boolean>
  token: () => string
}

/** Throws a draft away; what was typed last is saved before, so that undo brings all of it back. */
export function useDiscard(note: Pick<Note, 'id'>, saving: Saving, close: () => void) {
  const { t } = useTranslation()
  const undo = useUndo()
  const discard = useMutation({
    mutationFn: async () => {
      await saving.flush()
      return notes.Discard(note.id, saving.token())
    },
    onSuccess: (saved) => {
      close()
      undo(saved.undo, t('note.discarded'))
    },
  })
  return { act: () => discard.mutate(), error: discard.error }
}
