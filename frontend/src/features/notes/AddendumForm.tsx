import { Button, Group, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailurePanel } from '@/components/FailurePanel'
import { notes } from '@/lib/api'
import type { Note } from '@/lib/api/types'

/** Unsent addenda of this sitting, by note: going to another screen and back loses none. */
const unsent = new Map<string, string>()

export function AddendumForm({ note, show }: { note: Note; show: (note: Note) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(unsent.get(note.id) ?? null)
  const write = (value: string | null) => {
    if (value !== null) unsent.set(note.id, value)
    else unsent.delete(note.id)
    setText(value)
  }
  const add = useMutation({
    mutationFn: (value: string) => notes.Addend(note.id, value),
    onSuccess: (next) => {
      write(null)
      show(next)
    },
  })
  if (text === null) {
    return (
      <Group mt="md">
        <Button variant="default" onClick={() => write('')}>
          {t('note.addAddendum')}
        </Button>
      </Group>
    )
  }
  return (
    <div>
      <Textarea
        mt="md"
        label={t('note.addendum')}
        description={t('note.addendumNote')}
        autosize
        minRows={3}
        autoFocus
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
      />
      {add.error && <FailurePanel failure={add.error} />}
      <Group mt="xs">
        <Button
          onClick={() => add.mutate(text)}
          loading={add.isPending}
          disabled={text.trim() === ''}
        >
          {t('note.signAddendum')}
        </Button>
        <Button variant="default" onClick={() => write(null)}>
          {t('act.cancel')}
        </Button>
      </Group>
    </div>
  )
}
