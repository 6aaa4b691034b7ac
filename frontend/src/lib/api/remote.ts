import { area } from './bridge'
import type { SavedFile } from './setup'

/** One row of the table that the program embeds, with its regions. */
export interface Provider {
  id: string
  name: string
  regions: Region[]
  note: string
}

export interface Region {
  id: string
  /** 'Frankfurt' */
  place: string
  /** ISO 3166, two letters. */
  country: string
  /** Whose law: 'EU' | 'UK' | 'CH'. */
  law: string
  endpoint: string
  /** True where the endpoint has a part to fill in, such as an account. */
  endpointOpen: boolean
  /** Proposed to this practice. */
  proposed: boolean
}

export interface RemoteInfo {
  name: string
  kind: 's3' | 'folder'
  provider: string
  endpoint: string
  region: string
  bucket: string
  folder: string
  /** City or folder, ready to be read. */
  place: string
  accessKey: string
  /** Result of the last test; checks empty if there was none. */
  test: RemoteTest
}

export interface S3Input {
  provider: string
  endpoint: string
  region: string
  bucket: string
  accessKey: string
  secret: string
  /** Path of a certificate authority's file for a server of one's own; ''. */
  caFile: string
  /** The owner's attested place and reason, for a pair outside the table; ''. */
  attestPlace: string
}

export interface RemoteTest {
  ok: boolean
  place: string
  shown: string
  checks: RemoteCheck[]
}

/** The checks of Go's reports; the catalogue has words for each under this name. */
export type CheckName =
  | 'tls'
  | 'location'
  | 'versioning'
  | 'lock'
  | 'folder'
  | 'write'
  | 'absent'
  | 'repeat'
  | 'conditional'
  | 'overwrite'
  | 'large'
  | 'list'
  | 'listAfter'
  | 'listStop'
  | 'refuse'
  | 'cancel'
  | 'race'
  | 'delete'
  | 'clean'

export interface RemoteCheck {
  id: CheckName
  /** missing: the remote cannot do it, and Farne can do without. */
  state: 'passed' | 'failed' | 'missing'
  /** In words: what was seen. */
  detail: string
}

export interface RemoteApi {
  /**
   * The recovery kit again, from its own words, with the place that is set now; '' when the dialog was
   * closed. Errors: wrong_key for another practice's words.
   */
  PrintKit(words: string[], format: 'pdf' | 'text'): Promise<SavedFile>
  List(): Promise<RemoteInfo[]>
  Providers(): Promise<Provider[]>
  /** The system's folder dialog; '' when closed. */
  PickFolder(): Promise<string>
  /** The system's file dialog for a certificate authority; '' when closed. */
  PickCA(): Promise<string>
  /** Tests, and keeps it only if the test passed. A failed test is an answer, not an error. */
  SetFolder(folder: string): Promise<RemoteTest>
  /** Errors: refused outside the table without attestPlace; bad_input with `fields`. */
  SetS3(input: S3Input): Promise<RemoteTest>
  Test(name: string): Promise<RemoteTest>
}

export const remote = area<RemoteApi>('Remote')
