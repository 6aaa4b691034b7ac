import { QueryClient } from '@tanstack/react-query'
import { on, type Failure } from './api'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Failure
  }
}

/** First parts of the keys, so that events know what to ask for again. */
export const KEY = {
  session: 'session',
  setup: 'setup',
  patients: 'patients',
  palette: 'palette',
  patient: 'patient',
  note: 'note',
  drafts: 'drafts',
  conflicts: 'conflicts',
  sync: 'sync',
  log: 'log',
  alarms: 'alarms',
  backups: 'backups',
  laptops: 'laptops',
  remotes: 'remotes',
  providers: 'providers',
  practice: 'practice',
  restore: 'restore',
  kinds: 'kinds',
} as const

export function makeQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Go is on this laptop: a missing network must never pause a question to it.
      queries: {
        networkMode: 'always',
        retry: false,
        refetchOnWindowFocus: false,
        staleTime: 1000,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/** Subscribes once for the whole window: a component that did would hear events twice. */
export function followEvents(queries: QueryClient): () => void {
  const again = (...names: string[]) => {
    for (const name of names) void queries.invalidateQueries({ queryKey: [name] })
  }
  const offs = [
    on('sync:changed', () => again(KEY.sync, KEY.log)),
    on('patients:changed', () => again(KEY.patients, KEY.patient)),
    on('notes:changed', () => again(KEY.note, KEY.drafts, KEY.patient)),
    on('conflicts:changed', () => again(KEY.conflicts, KEY.patient, KEY.note, KEY.sync)),
    on('alarms:changed', () => again(KEY.alarms, KEY.sync)),
    on('backup:changed', () => again(KEY.backups, KEY.laptops, KEY.sync)),
    on('restore:changed', () => again(KEY.restore)),
  ]
  return () => offs.forEach((off) => off())
}
