import { Button, Group, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { FailurePanel } from '@/components/FailurePanel'
import { Keys } from '@/components/Keys'
import { notes } from '@/lib/api'
import type { Note, NoteDecision } from '@/lib/api/types'
import { useShortcuts } from '@/lib/keys'
import { useSession } from '@/lib/session'
import { DraftVersion } from './DraftVersion'
import classes from './notes.module.css'

interface Props {
  note: Pick<Note, 'id' | 'title' | 'token' | 'versions'>
  show: (note: Note) => void
  close: () => void
}

/** Two laptops wrote this draft: both texts side by side, and never woven together by a machine. */
export function DraftVersions({ note, show, close }: Props) {
  const { t } = useTranslation()
  const { preferences } = useSession()
  const [together, setTogether] = useState<string | null>(null)
  const decide = useMutation({
    mutationFn: (part: Pick<NoteDecision, 'keep' | 'title' | 'text'>) =>
      notes.Decide({ id: note.id, token: note.token, ...part }),
    onSuccess: show,
  })
  const keep = (index: number) => {
    const version = note.versions[index]
    if (version) decide.mutate({ keep: version.version, title: version.title, text: version.text })
  }
  const join = () => setTogether(note.versions.map(({ text }) => text).join('\n\n'))
  useShortcuts(
    { '1': () => keep(0), '2': () => keep(1), '3': () => keep(2), '4': join },
    preferences.singleKeys,
  )
  return (
    <Card title={t('note.twoVersions')} tall>
      <p>{t('note.bothKept')}</p>
      {decide.error && <FailurePanel failure={decide.error} />}
      {together === null ? (
        <>
          <div className={classes.versions}>
            {note.versions.map((version, index) => (
              <DraftVersion
                key={version.version}
                version={version}
                other={note.versions[index === 0 ? 1 : 0]?.text ?? ''}
                number={index + 1}
                keep={() => keep(index)}
              />
            ))}
          </div>
          <Group>
            <Button variant="default" onClick={join} rightSection={<Keys keys={t('key.four')} />}>
              {t('conflict.together')}
            </Button>
            <Button variant="default" onClick={close}>
              {t('note.decideLater')}
            </Button>
          </Group>
        </>
      ) : (
        <>
          <Textarea
            my="sm"
            label={t('note.text')}
            autosize
            minRows={8}
            autoFocus
            value={together}
            onChange={(event) => setTogether(event.currentTarget.value)}
          />
          <Group>
            <Button
              loading={decide.isPending}
              onClick={() => decide.mutate({ keep: 'text', title: note.title, text: together })}
            >
              {t('note.keepTogether')}
            </Button>
            <Button variant="default" onClick={() => setTogether(null)}>
              {t('act.back')}
            </Button>
          </Group>
        </>
      )}
    </Card>
  )
}
