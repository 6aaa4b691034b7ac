import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Abbreviations } from '@/components/Abbreviations'
import { FailurePanel } from '@/components/FailurePanel'
import { Keys } from '@/components/Keys'
import { useAbbreviations } from '@/components/useAbbreviations'
import { notes, toFailure, type Failure } from '@/lib/api'
import type { AddendumDraft, Note } from '@/lib/api/types'
import { useShortcuts } from '@/lib/keys'
import { useSession } from '@/lib/session'
import { useAutosave } from '@/lib/useAutosave'
import classes from './notes.module.css'
import { SaveState } from './SaveState'
import { useDiscard } from './useDiscard'
import { writeOn } from './writeOn'

interface Props {
  note: Note
  draft: AddendumDraft
  show: (note: Note) => void
}

/** An addendum is a draft like another: it saves itself until it is signed. */
export function AddendumEditor({ note, draft, show }: Props) {
  const { t } = useTranslation()
  const { preferences } = useSession()
  const [text, setText] = useState(draft.text)
  const risky = useAbbreviations(text)
  const [signing, setSigning] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const empty = text.trim() === ''
  const reread = () =>
    notes.Open(note.id).then(show, (thrown: unknown) => setFailure(toFailure(thrown)))
  const saving = useAutosave({
    token: draft.token,
    savedShown: draft.text ? draft.savedShown : '',
    save: (value: string, token) => notes.Save({ id: draft.id, title: '', text: value, token }),
    saved: (result) => {
      if (result.conflict) void reopen()
    },
    final: (thrown) => toFailure(thrown).code === 'refused',
  })
  const discard = useDiscard(draft, saving, () => void reread())

  async function reopen() {
    if (await saving.flush()) await reread()
  }

  async function sign() {
    if (empty || signing) return
    setFailure(null)
    setSigning(true)
    try {
      await saving.flush()
      show(await notes.Sign({ id: draft.id, title: '', text, token: saving.token() }))
    } catch (thrown) {
      setFailure(toFailure(thrown))
      setSigning(false)
    }
  }

  useShortcuts({ 'mod+Enter': () => void sign() }, preferences.singleKeys)
  return (
    <section className={classes.writing} lang={preferences.locale}>
      <Textarea
        label={t('note.addendum')}
        description={t('note.addendumNote')}
        autosize
        minRows={3}
        ref={writeOn}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          saving.edit(event.currentTarget.value)
        }}
      />
      <Abbreviations found={risky} />
      {failure && <FailurePanel failure={failure} />}
      {discard.error && <FailurePanel failure={discard.error} />}
      <Group mt="xs" gap="xs">
        <Button
          onClick={() => void sign()}
          loading={signing}
          disabled={empty}
          rightSection={<Keys keys={t('key.sign')} />}
          aria-keyshortcuts="Control+Enter"
        >
          {t('note.signAddendum')}
        </Button>
        <Button variant="subtle" px="xs" onClick={discard.act}>
          {t('note.discard')}
        </Button>
        <SaveState saving={saving} />
      </Group>
    </section>
  )
}
