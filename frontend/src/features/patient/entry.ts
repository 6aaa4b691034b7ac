interface Entry {
  id: string
  active: boolean
  versions: string[]
  conflict: string
  token: string
}

/** What EntryRow needs of any clinical entry. */
export function entry({ id, active, versions, conflict, token }: Entry): Entry {
  return { id, active, versions, conflict, token }
}
