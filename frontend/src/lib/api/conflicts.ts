import { area } from './bridge'
import type { CareSaved } from './care'

export interface ConflictRow {
  id: string
  /** '' where it is about no patient. */
  patient: string
  patientName: string
  /** 'Allergy to penicillin', 'Telephone'. */
  what: string
  /** To be decided first. */
  risk: boolean
  sinceShown: string
}

/** One thing that two laptops changed, field by field. */
export interface Conflict {
  id: string
  patient: string
  patientName: string
  what: string
  risk: boolean
  versions: ConflictVersion[]
  /** Whether both can stand, as two entries or a combined value. */
  canKeepBoth: boolean
}

export interface ConflictVersion {
  version: string
  person: string
  device: string
  thisDevice: boolean
  shown: string
  clock: string
  fields: ConflictField[]
}

export interface ConflictField {
  name: string
  value: string
  differs: boolean
}

export interface ConflictsApi {
  /** Clinical risk first, then oldest first. */
  List(): Promise<ConflictRow[]>
  Open(conflict: string): Promise<Conflict>
  /** `keep` is a version's name or 'both'. Answers what Care.Undo takes. */
  Resolve(conflict: string, keep: string): Promise<CareSaved>
}

export const conflicts = area<ConflictsApi>('Conflicts')
