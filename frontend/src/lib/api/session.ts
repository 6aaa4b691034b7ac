import { area } from './bridge'

/** setup: no practice on this laptop yet, or its set-up is unfinished; locked; open. */
export type Phase = 'setup' | 'locked' | 'open'

/** What the store proved when it last opened its files: an active cipher, and no plaintext header. */
export interface CipherProof {
  /** The cipher's name as people know it, for example 'SQLCipher 4'. */
  cipher: string
  /** More precisely: 'AES-256-CBC, HMAC-SHA512 on every page'. */
  detail: string
  /** True only if the cipher answered and every file below was checked. */
  encrypted: boolean
  /** Empty before there is a practice: then the cipher was proven with a scratch file. */
  files: CipherFile[]
}

export interface CipherFile {
  /** File name without its folder, 'care.db'. */
  name: string
  encrypted: boolean
  size: number
}

/** A person who can sign in on this laptop. */
export interface PersonRef {
  id: string
  name: string
  /** The main role, ready to be read: 'Clinician'. */
  role: string
}

export interface Preferences {
  /** BCP 47: en-GB, de, fr, it, nb; en-XA is the pseudo-locale of our tests. */
  locale: string
  theme: 'system' | 'light' | 'dark'
  /** Whether single letters act as shortcuts (WCAG 2.1.4 wants a switch). */
  singleKeys: boolean
}

/** What the window may do for this person; a control that may not be used is not shown. */
export interface Abilities {
  readCare: boolean
  writeCare: boolean
  writeDesk: boolean
  managePractice: boolean
  importExport: boolean
}

export interface SessionState {
  phase: Phase
  practice: string
  /** This laptop's name in the practice. */
  device: string
  /** Null unless open. */
  person: PersonRef | null
  /** Who can sign in here; the first is the one who did last. */
  people: PersonRef[]
  preferences: Preferences
  abilities: Abilities
  proof: CipherProof
  /** Where the second factor lies: in the system's keychain, in a key file, or nowhere yet. */
  secondFactor: 'keychain' | 'key-file' | 'none'
  /** A practice of invented patients. */
  demo: boolean
  /** The password of the demo practice, to show on its unlock screen; '' otherwise. */
  demoPassword: string
  version: string
}

export interface UnlockInput {
  /** Id from `people`; '' when there is one person only. */
  person: string
  password: string
}

export interface RecoverInput {
  /** As in UnlockInput. */
  person: string
  /** Who it is where `people` is empty, because the second factor is lost; '' where there is one person only. */
  name: string
  words: string[]
  password: string
}

/** What Farne's rules say of a new password; how hard it is to guess, lib/guessing tells. */
export interface PasswordCheck {
  /** At least eight characters and not among the commonest passwords. */
  acceptable: boolean
  /** Why it is refused: 'short', 'common', 'personal', or ''. */
  problem: string
  /** Shorter than advised. */
  short: boolean
  /** Names that everybody near this person would try. */
  known: string[]
}

export interface SessionApi {
  State(): Promise<SessionState>
  /** Tells Go that the first screen stands; `make run` waits for it. */
  Rendered(): Promise<void>
  /** Errors: wrong_key, with `retryAfter` in seconds once there is a delay. */
  Unlock(input: UnlockInput): Promise<SessionState>
  /** Sets a new password with the words of the recovery kit, and signs in. Errors: wrong_key, usage. */
  Recover(input: RecoverInput): Promise<SessionState>
  /** Replaces the process, so that nothing secret stays in memory. The window has flushed before. */
  Lock(): Promise<void>
  SetPreferences(input: Preferences): Promise<SessionState>
  CheckPassword(password: string): Promise<PasswordCheck>
  /** Answers the event `session:flush`: all that was typed has been handed to Go. */
  Flushed(): Promise<void>
  /** Somebody moved or typed: puts the automatic lock off. Called at most every ten seconds. */
  Active(): Promise<void>
  /** Opens a page in the system's browser if Go's list allows its address; else refused. */
  OpenExternal(url: string): Promise<void>
  /** Removes the demo practice and goes back to the welcome screen; refused for a real one. */
  LeaveDemo(): Promise<SessionState>
}

export const session = area<SessionApi>('Session')
