import { area } from './bridge'
import type { SessionState } from './session'

/** The five steps of a first run, in order. */
export type SetupStep = 'language' | 'clinic' | 'password' | 'storage' | 'kit'

/** Kept by Go after each step, so that a first run survives being closed. No secret is in it. */
export interface SetupProgress {
  /** The first step that is not done. 'kit' is done only when the words were typed back. */
  step: SetupStep
  locale: string
  clinic: ClinicInput
  passwordSet: boolean
  /** '' until chosen. */
  storage: '' | 'none' | 's3' | 'folder'
  /** What was chosen, ready to be read: 'Scaleway, Paris' or a folder's path. */
  storageShown: string
}

export interface ClinicInput {
  practice: string
  /** Two letters, ISO 3166: decides the region that is proposed, and the national numbers. */
  country: string
  given: string
  family: string
  /** The first user owns the practice; true if that person also sees patients. */
  clinician: boolean
  registration: string
  /** This laptop's name, proposed by Go from the host's. */
  device: string
}

/** The recovery secret as it is printed. It lives on paper only: never store what is in here. */
export interface RecoveryKit {
  /** 24 BIP39 words, in order. */
  words: string[]
  /** The same as a QR code, a data: URL of a PNG. */
  qr: string
  practice: string
  createdShown: string
  /** Where the backups are, line by line; empty when no storage was chosen. */
  storage: string[]
  /** Positions (1 to 24) of the three words that are asked back. */
  ask: number[]
}

export interface SavedFile {
  /** '' if the person closed the dialog. */
  path: string
}

export interface SetupApi {
  Progress(): Promise<SetupProgress>
  SetLanguage(locale: string): Promise<SetupProgress>
  /** Errors: bad_input with `fields` practice, given, family, device, country. */
  SetClinic(input: ClinicInput): Promise<SetupProgress>
  /** Creates the practice the first time; changes the password when gone back to. */
  SetPassword(password: string): Promise<SetupProgress>
  /** For s3 and folder, Remote.SetS3 or Remote.SetFolder has succeeded before. */
  ChooseStorage(kind: 'none' | 's3' | 'folder'): Promise<SetupProgress>
  Kit(): Promise<RecoveryKit>
  /** Asks where to, and writes the printable page. */
  SaveKit(format: 'pdf' | 'text'): Promise<SavedFile>
  /** The three words in the order of `ask`. Errors: wrong_key. Ends the set-up. */
  ConfirmKit(words: string[]): Promise<SessionState>
  /** Makes the demo practice in a home of its own and opens it; reports by `demo:progress`. */
  TryDemo(): Promise<SessionState>
}

export const setup = area<SetupApi>('Setup')
