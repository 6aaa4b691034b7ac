import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { on } from '@/lib/api'
import type { RestoreState } from '@/lib/api/types'
import { Eta, roundLeft } from '@/lib/eta'

/** The newest progress by event, and the words for the time that is left ('' while unknown). */
export function useRestoreProgress(state: RestoreState) {
  const { t } = useTranslation()
  const [progress, setProgress] = useState(state.progress)
  const [left, setLeft] = useState<number | null>(null)
  const eta = useRef(new Eta())
  const paused = state.phase === 'paused'
  useEffect(
    () =>
      on('restore:progress', (next) => {
        setProgress(next)
        eta.current.add(performance.now(), next.bytes)
        setLeft(eta.current.left(next.bytesTotal))
      }),
    [],
  )
  useEffect(() => {
    if (paused) eta.current.reset()
  }, [paused])
  if (left === null || paused) return { progress, left: '' }
  const { unit, count } = roundLeft(left)
  return { progress, left: t(`restore.left.${unit}`, { count }) }
}
