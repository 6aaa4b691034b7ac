import { area } from './bridge'

export interface BackupRow {
  id: string
  device: string
  thisDevice: boolean
  at: string
  shown: string
  records: number
  /** What a restore of it reads. */
  size: number
  /** What it added to the remote. */
  added: number
  /** '' until this laptop has checked it. */
  verifiedShown: string
}

export interface BackupResult {
  backup: string
  shown: string
  records: number
  added: number
  seconds: number
}

export interface VerifyResult {
  objects: number
  bytes: number
  problems: VerifyProblem[]
  seconds: number
}

export interface VerifyProblem {
  object: string
  kind: string
  what: string
}

export interface Laptop {
  id: string
  name: string
  thisDevice: boolean
  /** The compartments that it holds. */
  holds: string[]
  state: 'active' | 'revoked' | 'waiting'
  /** Last heard from, or revoked at. */
  heardShown: string
}

/** Payload of `backup:progress`, for backup and verify alike. */
export interface WorkProgress {
  /** What runs: 'backup' | 'verify' | 'import' | 'export' | 'demo'. */
  work: string
  /** Records, objects or patients done; 0 totals mean that the end is not known yet. */
  done: number
  total: number
  bytes: number
  bytesTotal: number
}

export interface BackupApi {
  /** Newest first. Errors: unreachable; then the window shows what this laptop remembers. */
  List(): Promise<BackupRow[]>
  Now(): Promise<BackupResult>
  /** `full` also reads every pack. A damaged object is a problem in the answer, not an error. */
  Verify(full: boolean): Promise<VerifyResult>
  Laptops(): Promise<Laptop[]>
}

export const backup = area<BackupApi>('Backup')
