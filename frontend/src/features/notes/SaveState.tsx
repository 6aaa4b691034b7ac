import { IconAlertTriangle, IconCheck, IconLock, IconPencil } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toFailure } from '@/lib/api'
import type { AutosaveView } from '@/lib/useAutosave'
import classes from './notes.module.css'

/** Says only what is true: "Saved" comes from Go, after the commit. */
export function SaveState({ saving }: { saving: AutosaveView }) {
  const { t } = useTranslation()
  const { state, savedShown, error } = saving
  if (state === 'failed') {
    return (
      <span className={classes.state} data-state="failed" role="alert">
        <IconAlertTriangle size={15} aria-hidden />
        {t('note.failed', { why: toFailure(error).message })}
      </span>
    )
  }
  if (state === 'stopped') {
    return (
      <span className={classes.state} data-state="failed" role="alert">
        <IconLock size={15} aria-hidden />
        {t('note.stopped', { why: toFailure(error).message })}
      </span>
    )
  }
  if (state === 'clean') {
    if (!savedShown) return null
    return (
      <span className={classes.state} data-state="saved">
        <IconCheck size={15} aria-hidden />
        {t('note.saved', { time: savedShown })}
      </span>
    )
  }
  return <Unsaved />
}

/** Patience of a writer, in milliseconds: what takes longer is said. */
const LATE = 3_000

/** A large import writes for minutes in one piece, and a note waits for it. */
function Unsaved() {
  const { t } = useTranslation()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE)
    return () => clearTimeout(timer)
  }, [])
  return (
    <span className={classes.state} data-state="waiting" role={late ? 'status' : undefined}>
      <IconPencil size={15} aria-hidden />
      {t(late ? 'note.late' : 'note.saving')}
    </span>
  )
}
