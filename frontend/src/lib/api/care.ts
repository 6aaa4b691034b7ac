import { area } from './bridge'

/** One of the four titles of PAB-0064; 'not-recorded' is not 'none'. */
export type AllergyState = 'known' | 'none' | 'not-recorded' | 'unavailable'

export interface Allergies {
  state: AllergyState
  entries: Allergy[]
}

export interface Allergy {
  id: string
  agent: string
  reaction: string
  /** 'mild' | 'moderate' | 'severe' | '' */
  severity: string
  /** FHIR: 'low' | 'high' | 'unable-to-assess' | '' */
  criticality: string
  sinceShown: string
  active: boolean
  /** Two or more when laptops disagree: shown everywhere, until somebody decides. */
  versions: string[]
  /** Id for Conflicts.Open, or ''. */
  conflict: string
  token: string
}

export interface Problem {
  id: string
  name: string
  /** FHIR clinical status: active, recurrence, relapse, inactive, remission, resolved. */
  status: string
  active: boolean
  sinceShown: string
  untilShown: string
  versions: string[]
  conflict: string
  token: string
}

export interface Medication {
  id: string
  /** Ordered here, or only reported by the patient. */
  kind: 'request' | 'statement'
  name: string
  dosage: string
  status: string
  active: boolean
  sinceShown: string
  prescriber: string
  reason: string
  versions: string[]
  conflict: string
  token: string
}

/** Measurements of one kind over time; blood pressure has two lines. */
export interface Series {
  /** The code, which is unique within a patient. */
  id: string
  name: string
  unit: string
  /** '118/76 mmHg': number and unit belong together. */
  latest: string
  latestShown: string
  lines: Line[]
}

export interface Line {
  name: string
  /** Ascending by time. */
  points: Point[]
}

export interface Point {
  at: string
  shown: string
  value: number
  /** The value with its unit, no trailing zeros. */
  valueShown: string
}

export interface AllergyInput {
  agent: string
  reaction: string
  severity: string
  criticality: string
}

export interface ProblemInput {
  name: string
  /** YYYY, YYYY-MM or YYYY-MM-DD, or ''. */
  onset: string
}

export interface MedicationInput {
  kind: 'request' | 'statement'
  name: string
  dosage: string
  reason: string
}

export interface MeasurementInput {
  /** A code of `Kinds`. */
  code: string
  /** As typed, with the person's decimal sign; one per part. */
  values: string[]
}

/** What can be measured here. */
export interface MeasurementKind {
  code: string
  name: string
  unit: string
  /** Names of the parts: one for most, systolic and diastolic for blood pressure. */
  parts: string[]
}

/** A way of writing that has been misread. */
export interface Abbreviation {
  /** As it stands in the text, with its number: '25 µg'. */
  found: string
  /** What to write, as a sentence. */
  instead: string
}

/** A write that can be taken back: hand `undo` to Care.Undo. */
export interface CareSaved {
  id: string
  undo: string
}

export interface CareApi {
  /** Errors of all writes: bad_input with `fields` named as in the input. */
  AddAllergy(patient: string, input: AllergyInput): Promise<CareSaved>
  /** Records that the patient was asked and knows of none; refused while one is active. */
  NoKnownAllergies(patient: string): Promise<CareSaved>
  AddProblem(patient: string, input: ProblemInput): Promise<CareSaved>
  AddMedication(patient: string, input: MedicationInput): Promise<CareSaved>
  AddMeasurement(patient: string, input: MeasurementInput): Promise<CareSaved>
  MeasurementKinds(): Promise<MeasurementKind[]>
  /** The first few in a text, each once: a prompt while somebody types, never a refusal. */
  Abbreviations(text: string): Promise<Abbreviation[]>
  /** Resolves a problem, ends a medication, marks an allergy inactive. Nothing is deleted. */
  End(kind: 'allergy' | 'problem' | 'medication', id: string, token: string): Promise<CareSaved>
  Undo(undo: string): Promise<void>
}

export const care = area<CareApi>('Care')
