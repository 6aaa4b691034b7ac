import { area } from './bridge'
import type { Allergies, Medication, Problem, Series } from './care'

export interface PatientQuery {
  /** `next` of the page before; '' for the first. */
  after: string
  limit: number
  /** Name, born, NHS number, telephone: what somebody typed. '' lists all, by name. */
  text: string
  /** Also those who are marked inactive or have died. */
  all: boolean
}

export interface PatientPage {
  rows: PatientRow[]
  /** '' after the last page. */
  next: string
  /** How many the query finds altogether. */
  total: number
}

export interface PatientRow {
  id: string
  /** SURNAME, Given (Title), as CUI wants it; never shortened. */
  name: string
  preferred: string
  /** 17-Sep-1991 */
  bornShown: string
  /** 35y, in CUI's units. */
  age: string
  gender: Gender
  /** 3-3-4 with no-break spaces. */
  nhsNumber: string
  deceased: boolean
  inactive: boolean
  /** Last entry in the record, 14-Nov-2026. */
  lastShown: string
  /** Unsigned drafts of the person who asks. */
  drafts: number
}

/** FHIR administrative gender; '' is not recorded. */
export type Gender = '' | 'male' | 'female' | 'other' | 'unknown'

/** The patient banner, PAB-0009 to 0016. */
export interface Banner {
  id: string
  name: string
  preferred: string
  bornShown: string
  age: string
  gender: Gender
  nhsNumber: string
  /** Ten digits, for the clipboard. */
  nhsDigits: string
  deceased: boolean
  diedShown: string
  ageAtDeath: string
  inactive: boolean
}

export interface PatientRecord {
  banner: Banner
  contact: Contact
  /** Why the clinical record is not shown, in words; '' where it is. Then all that is of it is empty. */
  closed: string
  allergies: Allergies
  problems: Problem[]
  medications: Medication[]
  series: Series[]
  timeline: TimelinePage
  /** Id of the asking person's unsigned draft for this patient, or ''. */
  draft: string
  /** Conflicts of this patient that wait for a decision. */
  conflicts: number
}

export interface Contact {
  phone: string
  email: string
  addressLine: string
  city: string
  postcode: string
  country: string
  language: string
}

export interface TimelinePage {
  rows: TimelineRow[]
  next: string
}

export interface TimelineQuery {
  patient: string
  after: string
  limit: number
  /** '' for everything. */
  kind: TimelineKind | ''
}

export type TimelineKind =
  'note' | 'encounter' | 'procedure' | 'immunization' | 'report' | 'document'

export interface TimelineRow {
  id: string
  kind: TimelineKind
  at: string
  shown: string
  title: string
  detail: string
  /** For notes: 'draft' or 'signed'; else ''. */
  status: '' | 'draft' | 'signed'
  addenda: number
  /** Notes.Open takes it; '' where there is no note to open. */
  note: string
}

/** A patient's identity as it is typed. Dates in three fields, checked by Go. */
export interface PatientInput {
  family: string
  given: string
  preferred: string
  title: string
  bornDay: string
  bornMonth: string
  bornYear: string
  gender: Gender
  nhsNumber: string
  phone: string
  email: string
  addressLine: string
  city: string
  postcode: string
  country: string
}

export interface PatientForm {
  input: PatientInput
  token: string
}

export interface PatientSaved {
  /** '' when nothing was written because `similar` must be looked at first. */
  id: string
  similar: PatientRow[]
}

export interface PatientsApi {
  Page(query: PatientQuery): Promise<PatientPage>
  /** The view is audited before it is answered. */
  Open(patient: string): Promise<PatientRecord>
  Timeline(query: TimelineQuery): Promise<TimelinePage>
  /** Errors: bad_input with `fields` named as in PatientInput, `born` for the date as a whole. */
  Add(input: PatientInput, evenIfSimilar: boolean): Promise<PatientSaved>
  Form(patient: string): Promise<PatientForm>
  Set(patient: string, input: PatientInput, token: string): Promise<PatientSaved>
}

export const patients = area<PatientsApi>('Patients')
