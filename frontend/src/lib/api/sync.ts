import { area } from './bridge'

/**
 * What the chip says. local: no remote is set; paused: by the person; attention: a conflict or an
 * alarm waits; key: sign-in or credentials refused; full: disk or quota; clock: this laptop's.
 */
export type SyncPhase =
  | 'local'
  | 'syncing'
  | 'current'
  | 'offline'
  | 'paused'
  | 'attention'
  | 'key'
  | 'full'
  | 'clock'
  | 'error'

export interface SyncStatus {
  phase: SyncPhase
  /** Changes that no remote has yet. */
  waiting: number
  /** Objects left in the round that runs. */
  left: number
  conflicts: number
  alarms: number
  /** Last durable write on this laptop, 10:24:07. */
  savedShown: string
  /** Last complete round, 10:24 or 20-Nov-2026 10:24. */
  syncedShown: string
  backupShown: string
  /** Of the last backup, before the first since the place was set: amber after 24 h, red after 72 h. */
  age: 'fresh' | 'late' | 'overdue'
  /** Minutes by which this laptop's clock is behind the storage's; below 0: ahead; 0: near enough. */
  clockBehind: number
  /** Where to: 'Frankfurt', a folder's name, or ''. */
  place: string
  /** For 'error': the failure's code and words. */
  code: string
  message: string
  hint: string
}

export type LogKind = 'done' | 'error' | 'skipped' | 'conflict'

export interface LogQuery {
  after: string
  limit: number
  kind: LogKind | ''
}

export interface LogPage {
  rows: LogRow[]
  next: string
}

export interface LogRow {
  id: string
  shown: string
  kind: LogKind
  /** In words, without a patient's data. */
  text: string
  /** A laptop's name, or ''. */
  device: string
  bytes: number
}

export interface Alarm {
  id: string
  /** Its name: fork, rollback, diverged, missing, plaintext-refused … */
  name: string
  severity: 'watch' | 'risk'
  shown: string
  what: string
  safe: string
  todo: string
  acknowledged: boolean
}

export interface SyncApi {
  Status(): Promise<SyncStatus>
  /** One round, both ways; answers when it ended. Errors: unreachable, integrity. */
  Now(): Promise<SyncStatus>
  Pause(paused: boolean): Promise<SyncStatus>
  Log(query: LogQuery): Promise<LogPage>
}

export interface AlarmsApi {
  List(): Promise<Alarm[]>
  /** Somebody has read it; the alarm stays in the log. */
  Acknowledge(alarm: string): Promise<Alarm[]>
}

export const sync = area<SyncApi>('Sync')
export const alarms = area<AlarmsApi>('Alarms')
