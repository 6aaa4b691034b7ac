import { Button, Group } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { Tag } from '@/components/Tag'
import type { Note } from '@/lib/api/types'
import { useSession } from '@/lib/session'
import { AddendumForm } from './AddendumForm'
import classes from './notes.module.css'

interface Props {
  note: Note
  show: (note: Note) => void
  close: () => void
}

/** What was signed stands as it was; corrections follow it. A colleague's draft can be read too. */
export function SignedNote({ note, show, close }: Props) {
  const { t } = useTranslation()
  const { abilities } = useSession()
  const signed = note.status === 'signed'
  return (
    <Card
      title={note.title || t('note.untitled')}
      tall
      aside={
        signed ? (
          <Tag tone="go" icon={<IconLock size={13} aria-hidden />}>
            {t('note.locked')}
          </Tag>
        ) : (
          <Tag tone="wait">{t('note.draftOf', { name: note.author })}</Tag>
        )
      }
    >
      <div className={classes.signed}>{note.text}</div>
      {signed && <Signature author={note.author} shown={note.signedShown} hash={note.hash} />}
      {note.addenda.map((addendum) => (
        <section key={addendum.id} className={classes.addendum} aria-label={t('note.addendum')}>
          <strong>{t('note.addendum')}</strong>
          <div className={classes.signed}>{addendum.text}</div>
          <Signature author={addendum.author} shown={addendum.signedShown} hash={addendum.hash} />
        </section>
      ))}
      {signed && abilities.writeCare && (
        <AddendumForm key={note.id} note={note} show={show} close={close} />
      )}
      <Group mt="md">
        <Button variant="default" onClick={close}>
          {t('act.close')}
        </Button>
      </Group>
    </Card>
  )
}

function Signature({ author, shown, hash }: { author: string; shown: string; hash: string }) {
  const { t } = useTranslation()
  return (
    <p className={classes.signature}>
      <IconLock size={14} aria-hidden />
      {t('note.signedBy', { author, time: shown })}
      {hash && <code title={t('note.hashNote')}>{hash}</code>}
    </p>
  )
}
