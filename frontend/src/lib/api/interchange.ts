import { area } from './bridge'
import type { SavedFile } from './setup'

export interface PickedFile {
  /** Stands for the file; the window never sees its folder. */
  id: string
  name: string
  size: number
}

export interface ImportInput {
  kind: 'fhir' | 'csv'
  files: string[]
  /** Reports what would happen and writes nothing. */
  dryRun: boolean
}

export interface ImportReport {
  dryRun: boolean
  seconds: number
  types: ImportCount[]
  failed: ImportFailure[]
}

/** One resource type; `kept` are those stored whole although Farne has no screen for them. */
export interface ImportCount {
  type: string
  read: number
  created: number
  updated: number
  unchanged: number
  kept: number
}

/** All or nothing a file: a failed file left nothing behind. */
export interface ImportFailure {
  file: string
  line: number
  why: string
}

export interface ExportInput {
  kind: 'fhir' | 'csv' | 'pdf'
  /** '' for the whole practice; a PDF is always of one patient. */
  patient: string
}

export interface ExportResult extends SavedFile {
  records: number
  bytes: number
}

export interface InterchangeApi {
  /** The system's file dialog; empty when closed. */
  Pick(kind: 'fhir' | 'csv'): Promise<PickedFile[]>
  /** Reports by `import:progress`. */
  Import(input: ImportInput): Promise<ImportReport>
  /** Asks where to. An export is a flow: refused without a norm, and always audited. */
  Export(input: ExportInput): Promise<ExportResult>
}

export const interchange = area<InterchangeApi>('Interchange')
