import { useMantineColorScheme } from '@mantine/core'
import { lazy, Suspense, useEffect } from 'react'
import { FailurePanel } from '@/components/FailurePanel'
import { Waiting } from '@/components/Waiting'
import { Unlock } from '@/features/unlock/Unlock'
import { session } from '@/lib/api'
import type { SessionState } from '@/lib/api/types'
import { setLanguage } from '@/lib/i18n'
import { SessionProvider, useSessionQuery } from '@/lib/session'
import { schemeOf } from './theme'

// Most starts meet the locked screen: what is behind it is read only then, or while somebody types.
const loadShell = () => import('./Shell')
const Shell = lazy(() => loadShell().then((module) => ({ default: module.Shell })))
const loadEntry = () => import('./Entry')
const Entry = lazy(() => loadEntry().then((module) => ({ default: module.Entry })))
const Recover = lazy(() => loadEntry().then((module) => ({ default: module.Recover })))

/** Which of the three worlds is shown: first run, locked, open. */
export function Gate() {
  const { data, error, refetch } = useSessionQuery()
  usePreferences(data)
  if (error && !data) {
    return (
      <>
        <FailurePanel failure={error} again={() => void refetch()} alone />
        <Rendered />
      </>
    )
  }
  if (!data) return <Waiting />
  return (
    <SessionProvider state={data}>
      <Suspense fallback={<Waiting />}>
        {world(data)}
        <Rendered />
      </Suspense>
    </SessionProvider>
  )
}

function world(state: SessionState) {
  if (state.phase === 'locked') return <Unlock Recover={Recover} />
  if (state.phase === 'setup') return <Entry />
  return <Shell />
}

function usePreferences(state: SessionState | undefined) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const locale = state?.preferences.locale ?? 'en-GB'
  const scheme = schemeOf(state)
  useEffect(() => {
    // Mantine's function is a new one at each render, and every call makes the whole page's style anew.
    if (scheme !== colorScheme) setColorScheme(scheme)
  }, [scheme, colorScheme, setColorScheme])
  useEffect(() => void setLanguage(locale), [locale])
}

/** Tells Go two frames after the first screen: only then has the web view really painted it. */
function Rendered() {
  useEffect(() => {
    const tell = () => {
      void session.Rendered().catch(() => undefined)
      void loadShell()
    }
    const frame = requestAnimationFrame(() => requestAnimationFrame(tell))
    return () => cancelAnimationFrame(frame)
  }, [])
  return null
}
