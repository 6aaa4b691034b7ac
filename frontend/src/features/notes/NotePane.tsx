import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { FailurePanel } from '@/components/FailurePanel'
import { Waiting } from '@/components/Waiting'
import { notes } from '@/lib/api'
import type { Note } from '@/lib/api/types'
import { flushAll } from '@/lib/flush'
import { KEY } from '@/lib/queries'
import { DraftEditor } from './DraftEditor'
import { DraftVersions } from './DraftVersions'
import { relist, type Written } from './relist'
import { SignedNote } from './SignedNote'

interface Props {
  note: string
  patient: string
  close: () => void
}

/**
 * One note in its state: written, two versions, or signed. Once somebody writes, the editor stays
 * whatever else arrives, so that no text is taken from under the hands.
 */
export function NotePane({ note, patient, close }: Props) {
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: [KEY.note, note],
    // What was typed on the way out of this very note is saved first, and nothing shown before is kept:
    // the editor goes on with the first answer that it gets.
    queryFn: async () => {
      await flushAll()
      return notes.Open(note)
    },
    gcTime: 0,
  })
  const [edited, setEdited] = useState<Note | null>(null)
  // A draft may be too old for the pages that are shown: they are asked for again only once.
  const asked = useRef(false)
  function show(next: Note) {
    queries.setQueryData([KEY.note, note], next)
    setEdited(writable(next) ? next : null)
    askAgain()
  }
  function saved(written: Written, left: boolean) {
    const listed = relist(queries, patient, note, written)
    if (!left && (listed || asked.current)) return
    asked.current = true
    askAgain()
  }
  function askAgain() {
    void queries.invalidateQueries({ queryKey: [KEY.patient, patient] })
    void queries.invalidateQueries({ queryKey: [KEY.drafts] })
  }
  if (data && !edited && writable(data)) setEdited(data)
  if (edited) {
    return <DraftEditor key={edited.token} note={edited} show={show} saved={saved} close={close} />
  }
  if (error) return <FailurePanel failure={error} again={() => void refetch()} />
  if (!data) return <Waiting />
  if (data.versions.length > 1) return <DraftVersions note={data} show={show} close={close} />
  return <SignedNote note={data} show={show} close={close} />
}

function writable(note: Note): boolean {
  return note.status === 'draft' && note.mine && note.versions.length < 2
}
