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

export function useSessionQuery() {
  return useQuery({ queryKey: [KEY.session], queryFn: () => session.State(), staleTime: Infinity })
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
  return on('session:changed', () => {
    session.State().then(
      (state) => enter(queries, state),
      () => undefined,
    )
  })
}

/** Hands over what was typed, then locks. */
export async function lockNow(): Promise<void> {
  await flushAll()
  await session.Lock()
}
