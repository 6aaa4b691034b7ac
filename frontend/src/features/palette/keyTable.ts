/** What the help shows, and in which order; the words are in the catalogue under these names. */
export const keyTable = [
  {
    group: 'everywhere',
    keys: ['palette', 'find', 'patient', 'lock', 'sync', 'undo', 'veil', 'print', 'help'],
  },
  { group: 'patient', keys: ['note', 'sign'] },
  { group: 'decide', keys: ['keep', 'three'] },
] as const
