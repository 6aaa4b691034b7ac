import { IconAlertTriangle, IconCheck, IconLock, IconPencil } from '@tabler/icons-react'
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
  return (
    <span className={classes.state} data-state="waiting">
      <IconPencil size={15} aria-hidden />
      {t('note.saving')}
    </span>
  )
}
