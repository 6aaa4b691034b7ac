import type { BackupRow } from './backup'
import { area } from './bridge'
import type { S3Input } from './remote'
import type { PersonRef } from './session'

export type RestorePhase =
  'idle' | 'connected' | 'checking' | 'checked' | 'running' | 'paused' | 'done' | 'failed'

/** All that the wizard shows; it survives a reload of the window. */
export interface RestoreState {
  phase: RestorePhase
  source: RestoreFound
  check: RestoreCheck
  progress: RestoreProgress
  result: RestoreResult
  /** For 'failed'. */
  code: string
  message: string
  hint: string
}

export interface RestoreFound {
  practice: string
  place: string
  /** Who can take this laptop over. */
  people: PersonRef[]
  /** Newest first. */
  backups: BackupRow[]
}

export interface RestoreCheck {
  backup: string
  records: number
  bytes: number
  /** The newest change it will contain; the person is asked whether that can be right. */
  newestShown: string
  /** Changes of after the backup that will be added from the batches. */
  later: number
  problems: string[]
}

export interface RestoreProgress {
  records: number
  recordsTotal: number
  bytes: number
  bytesTotal: number
  /** Of bytes, what an earlier attempt had read. */
  kept: number
}

export interface RestoreResult {
  records: number
  bytes: number
  seconds: number
  rootMatches: boolean
  roots: RestoredRoot[]
  newestShown: string
  backupShown: string
  errors: number
}

export interface RestoredRoot {
  compartment: string
  /** First and last hexadecimal digits, '7f3a…c91e'. */
  root: string
  records: number
  matches: boolean
}

export interface WordsCheck {
  /** Positions (from 1) of words that are in no list. */
  unknown: number[]
  /** All 24 there, known, and the checksum fits. */
  complete: boolean
  /** All known, but the checksum says that one of them is another word. */
  checksumWrong: boolean
}

export interface RestoreSource {
  words: string[]
  kind: 's3' | 'folder'
  folder: string
  s3: S3Input
}

export interface RestoreStart {
  backup: string
  person: string
  password: string
}

export interface RestoreApi {
  State(): Promise<RestoreState>
  /** Fills a missing suffix: the words are told apart by their first four letters. */
  CheckWords(words: string[]): Promise<WordsCheck>
  /** Errors: wrong_key, unreachable, refused. */
  Connect(source: RestoreSource): Promise<RestoreState>
  /** Verifies without changing anything; answers when done, reports by `restore:progress`. */
  Check(backup: string): Promise<RestoreState>
  /** Answers at once; then `restore:progress` and, at the end, `restore:changed`. */
  Start(input: RestoreStart): Promise<RestoreState>
  Pause(): Promise<RestoreState>
  /** After a pause; after 'failed' it tries again with what was read. */
  Resume(): Promise<RestoreState>
  /** Leaves everything as it was before. */
  Cancel(): Promise<RestoreState>
  /** After the proof was read: opens the restored practice. */
  Finish(): Promise<void>
}

export const restore = area<RestoreApi>('Restore')
