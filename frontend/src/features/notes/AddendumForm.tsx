import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailurePanel } from '@/components/FailurePanel'
import { notes } from '@/lib/api'
import type { AddendumDraft, Note } from '@/lib/api/types'
import { AddendumEditor } from './AddendumEditor'
import { DraftVersions } from './DraftVersions'

interface Props {
  note: Note
  show: (note: Note) => void
  close: () => void
}

/**
 * An addendum from its first letter to its signature. Once somebody writes, the editor stays whatever
 * else arrives, so that no text is taken from under the hands.
 */
export function AddendumForm({ note, show, close }: Props) {
  const { t } = useTranslation()
  const [writing, setWriting] = useState<AddendumDraft | null>(note.begun)
  if (!writing && note.begun) setWriting(note.begun)
  function next(answer: Note) {
    show(answer)
    setWriting(answer.begun)
  }
  const start = useMutation({ mutationFn: () => notes.Addend(note.id), onSuccess: next })
  if (!writing) {
    return (
      <>
        <Group mt="md">
          <Button variant="default" onClick={() => start.mutate()} loading={start.isPending}>
            {t('note.addAddendum')}
          </Button>
        </Group>
        {start.error && <FailurePanel failure={start.error} />}
      </>
    )
  }
  if (writing.versions.length > 1) {
    const draft = { ...writing, title: '' }
    return <DraftVersions note={draft} show={next} close={close} />
  }
  return <AddendumEditor key={writing.token} note={note} draft={writing} show={next} />
}
