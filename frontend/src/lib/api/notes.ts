import { area } from './bridge'
import type { CareSaved } from './care'

export interface Note {
  id: string
  patient: string
  patientName: string
  title: string
  text: string
  status: 'draft' | 'signed'
  author: string
  /** Only its author goes on writing a draft. */
  mine: boolean
  startedShown: string
  /** Last durable write, 09:05:12; '' before the first. */
  savedShown: string
  token: string
  signedShown: string
  /** Short form of the signed text's hash; '' for a draft. */
  hash: string
  addenda: Addendum[]
  /** The asking person's unsigned addendum to this signed note. */
  begun: AddendumDraft | null
  /** Two or more where laptops disagree about this draft, newest first; else empty. */
  versions: NoteVersion[]
}

export interface Addendum {
  id: string
  text: string
  author: string
  signedShown: string
  hash: string
}

/** An addendum that is being written: Save, Sign, Decide and Discard take its id. */
export interface AddendumDraft {
  id: string
  text: string
  savedShown: string
  token: string
  /** As of a note's draft. */
  versions: NoteVersion[]
}

export interface NoteVersion {
  /** Names the version in NoteDecision. */
  version: string
  title: string
  text: string
  person: string
  device: string
  thisDevice: boolean
  shown: string
  /** '4 min fast' when that laptop's clock was wrong; '' otherwise. */
  clock: string
}

export interface NoteSave {
  id: string
  title: string
  text: string
  token: string
}

/** Answered only after the commit: what this says is saved survives a power cut. */
export interface NoteSaved {
  savedAt: string
  /** 09:05:12 */
  savedShown: string
  token: string
  /** Another laptop's version is now beside this one: open the note again to see both. */
  conflict: boolean
}

export interface NoteDecision {
  id: string
  /** A version's name, or 'text' to keep what the person wrote from both. */
  keep: string
  title: string
  text: string
  token: string
}

/** An unsigned draft, for the list on the first screen. */
export interface Draft {
  note: string
  patient: string
  patientName: string
  /** Of an addendum, the title of the note that it adds to. */
  title: string
  addendum: boolean
  startedShown: string
  /** In words: '7 days old'. */
  age: string
}

export interface NotesApi {
  Open(note: string): Promise<Note>
  /** Opens the asking person's draft for this patient, or starts one. */
  Start(patient: string): Promise<Note>
  /** Errors: refused when the note is signed; full. The text typed is never lost by an error. */
  Save(input: NoteSave): Promise<NoteSaved>
  /** Saves, signs and locks in one transaction. Undecided while there are two versions. */
  Sign(input: NoteSave): Promise<Note>
  /** Goes on with the asking person's addendum to a signed note, or begins one: `begun` is set. */
  Addend(note: string): Promise<Note>
  Decide(input: NoteDecision): Promise<Note>
  /** Throws a draft away; Care.Undo takes the answer's `undo`. */
  Discard(note: string, token: string): Promise<CareSaved>
  Drafts(): Promise<Draft[]>
}

export const notes = area<NotesApi>('Notes')
