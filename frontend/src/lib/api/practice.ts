import { area } from './bridge'

export interface PracticeInfo {
  name: string
  /** Base32, to compare with the recovery kit. */
  id: string
  country: string
  /** When the recovery kit was made and typed back. */
  kitShown: string
  people: Member[]
}

export interface Member {
  id: string
  name: string
  roles: string
  active: boolean
  you: boolean
}

export interface PracticeApi {
  Get(): Promise<PracticeInfo>
}

export const practice = area<PracticeApi>('Practice')
