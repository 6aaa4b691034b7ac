import { Button, Group, Textarea, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Abbreviations } from '@/components/Abbreviations'
import { Card } from '@/components/Card'
import { FailurePanel } from '@/components/FailurePanel'
import { Keys } from '@/components/Keys'
import { useAbbreviations } from '@/components/useAbbreviations'
import { notes, toFailure, type Failure } from '@/lib/api'
import type { Note } from '@/lib/api/types'
import { useShortcuts } from '@/lib/keys'
import { useSession } from '@/lib/session'
import { useAutosave } from '@/lib/useAutosave'
import classes from './notes.module.css'
import type { Written } from './relist'
import { SaveState } from './SaveState'
import { SignDialog } from './SignDialog'
import { useDiscard } from './useDiscard'
import { writeOn } from './writeOn'

interface Props {
  note: Note
  show: (note: Note) => void
  /** Everything typed is saved, and lists can show it; left tells that the editor has gone meanwhile. */
  saved: (written: Written, left: boolean) => void
  close: () => void
}

/** A draft that saves itself. There is no save button: there is nothing to forget. */
export function DraftEditor({ note, show, saved, close }: Props) {
  const { t } = useTranslation()
  const { preferences } = useSession()
  const [text, setText] = useState<Written>({ title: note.title, text: note.text })
  const [signing, setSigning] = useState(false)
  const risky = useAbbreviations(text.text, signing)
  const [failure, setFailure] = useState<Failure | null>(null)
  const left = useRef(false)
  useEffect(() => {
    left.current = false
    return () => {
      left.current = true
    }
  }, [])
  const saving = useAutosave({
    token: note.token,
    savedShown: note.savedShown,
    save: (value: Written, token) => notes.Save({ id: note.id, ...value, token }),
    saved: (result) => {
      if (result.conflict) void reopen()
    },
    settled: (value) => saved(value, left.current),
    final: (thrown) => toFailure(thrown).code === 'refused',
  })
  const discard = useDiscard(note, saving, close)

  function edit(part: Partial<typeof text>) {
    const next = { ...text, ...part }
    setText(next)
    saving.edit(next)
  }

  async function reopen() {
    if (await saving.flush()) show(await notes.Open(note.id))
  }

  async function sign() {
    setFailure(null)
    try {
      await saving.flush()
      show(await notes.Sign({ id: note.id, ...text, token: saving.token() }))
    } catch (thrown) {
      setFailure(toFailure(thrown))
      setSigning(false)
    }
  }

  useShortcuts({ 'mod+Enter': () => setSigning(true) }, preferences.singleKeys)
  return (
    <Card title={t('note.draft')} tall aside={<SaveState saving={saving} />}>
      <div className={classes.editor} lang={preferences.locale}>
        <TextInput
          variant="unstyled"
          className={classes.title}
          aria-label={t('note.title')}
          placeholder={t('note.title')}
          value={text.title}
          onChange={(event) => edit({ title: event.currentTarget.value })}
        />
        <Textarea
          variant="unstyled"
          className={classes.text}
          aria-label={t('note.text')}
          placeholder={t('note.begin')}
          value={text.text}
          ref={writeOn}
          onChange={(event) => edit({ text: event.currentTarget.value })}
        />
      </div>
      <Abbreviations found={risky} />
      {failure && <FailurePanel failure={failure} />}
      {discard.error && <FailurePanel failure={discard.error} />}
      <Group gap="xs">
        <Button
          onClick={() => setSigning(true)}
          rightSection={<Keys keys={t('key.sign')} />}
          aria-keyshortcuts="Control+Enter"
        >
          {t('note.sign')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('note.later')}
        </Button>
        <Button variant="subtle" px="xs" onClick={discard.act}>
          {t('note.discard')}
        </Button>
      </Group>
      <SignDialog
        opened={signing}
        patient={note.patientName}
        empty={text.text.trim() === ''}
        risky={risky}
        sign={sign}
        close={() => setSigning(false)}
      />
    </Card>
  )
}
