import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, useContext, type ReactNode } from 'react'
import { on, session } from './api'
import type { SessionState } from './api/types'
import { flushAll } from './flush'
import { KEY } from './queries'

const Current = createContext<SessionState | null>(null)

export function SessionProvider({ state, children }: { state: SessionState; children: ReactNode }) {
  return <Current value={state}>{children}</Current>
}

/** Who is here and what they may do. */
export function useSession(): SessionState {
  const state = useContext(Current)
  if (!state) throw new Error('useSession outside SessionProvider')
  return state
}

/** The state that the page came with, so that the first screen waits for no answer; or none. */
export function carriedState(): SessionState | undefined {
  const text = document.querySelector<HTMLMetaElement>('meta[name="session"]')?.content
  return text?.startsWith('{') ? (JSON.parse(text) as SessionState) : undefined
}

export function useSessionQuery() {
  return useQuery({
    queryKey: [KEY.session],
    queryFn: () => session.State(),
    initialData: carriedState,
    staleTime: Infinity,
  })
}

/** Puts an answer of Go in place of the old state; another phase forgets all that was shown. */
export function enter(queries: QueryClient, state: SessionState) {
  const before = queries.getQueryData<SessionState>([KEY.session])
  // The session's own query stays: the gate listens to it.
  if (before?.phase !== state.phase) {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY.session })
  }
  queries.setQueryData([KEY.session], state)
}

export function useEnter() {
  const queries = useQueryClient()
  return (state: SessionState) => enter(queries, state)
}

/** Follows a change that came from elsewhere: an automatic lock, a finished restore. */
export function followSession(queries: QueryClient): () => void {
  const follow = () => {
    session.State().then(
      (state) => enter(queries, state),
      () => undefined,
    )
  }
  // Once at the beginning: nobody heard of what changed since the page was made.
  if (queries.getQueryData([KEY.session])) follow()
  return on('session:changed', follow)
}

/** Hands over what was typed, then locks. */
export async function lockNow(): Promise<void> {
  await flushAll()
  await session.Lock()
}
