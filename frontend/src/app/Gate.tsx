import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { HashRouter } from 'react-router'
import { FailurePanel } from '@/components/FailurePanel'
import { Waiting } from '@/components/Waiting'
import { Unlock } from '@/features/unlock/Unlock'
import { session } from '@/lib/api'
import type { SessionState } from '@/lib/api/types'
import { setLanguage } from '@/lib/i18n'
import { SessionProvider, useSessionQuery } from '@/lib/session'
import { Entry } from './Entry'
import { Shell } from './Shell'

/** Which of the three worlds is shown: first run, locked, open. */
export function Gate() {
  const { data, error, refetch } = useSessionQuery()
  usePreferences(data)
  useRendered(data !== undefined || error !== null)
  if (error && !data) return <FailurePanel failure={error} again={() => void refetch()} alone />
  if (!data) return <Waiting />
  return (
    <SessionProvider state={data}>
      <HashRouter>{world(data)}</HashRouter>
    </SessionProvider>
  )
}

function world(state: SessionState) {
  if (state.phase === 'locked') return <Unlock />
  if (state.phase === 'setup') return <Entry />
  return <Shell />
}

function usePreferences(state: SessionState | undefined) {
  const { setColorScheme } = useMantineColorScheme()
  const { theme, locale } = state?.preferences ?? { theme: 'system', locale: 'en-GB' }
  useEffect(() => setColorScheme(theme === 'system' ? 'auto' : theme), [theme, setColorScheme])
  useEffect(() => void setLanguage(locale), [locale])
}

/** Two frames after the first screen: only then has the web view really painted it. */
function useRendered(ready: boolean) {
  useEffect(() => {
    if (!ready) return
    const tell = () => void session.Rendered().catch(() => undefined)
    const frame = requestAnimationFrame(() => requestAnimationFrame(tell))
    return () => cancelAnimationFrame(frame)
  }, [ready])
}
