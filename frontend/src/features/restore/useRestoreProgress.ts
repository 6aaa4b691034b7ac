import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { on } from '@/lib/api'
import type { RestoreState } from '@/lib/api/types'
import { roundLeft } from '@/lib/eta'
import { Left } from './left'

/** The newest progress by event, and the words for the time that is left ('' while unknown). */
export function useRestoreProgress(state: RestoreState) {
  const { t } = useTranslation()
  const [progress, setProgress] = useState(state.progress)
  const [seconds, setSeconds] = useState<number | null>(null)
  const left = useRef(new Left())
  const going = state.phase === 'running' || state.phase === 'checking'
  useEffect(
    () =>
      on('restore:progress', (next) => {
        setProgress(next)
        left.current.add(performance.now(), next)
        setSeconds(left.current.seconds())
      }),
    [],
  )
  useEffect(() => {
    if (!going) left.current.reset()
  }, [going])
  if (seconds === null || !going) return { progress, left: '' }
  const { unit, count } = roundLeft(seconds)
  return { progress, left: t(`restore.left.${unit}`, { count }) }
}
