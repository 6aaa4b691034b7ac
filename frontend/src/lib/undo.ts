import { care } from './api'

interface Act {
  undo: string
  done: () => void
}

let acts: Act[] = []

/** Remembers what can be taken back, newest last. It is for this sitting only. */
export function remember(undo: string, done: () => void) {
  acts = [...acts, { undo, done }]
}

/** Takes back one act, by default the newest; true if there was one. */
export async function takeBack(undo?: string): Promise<boolean> {
  const act = undo ? acts.find((one) => one.undo === undo) : acts.at(-1)
  if (!act) return false
  acts = acts.filter((one) => one !== act)
  await care.Undo(act.undo)
  act.done()
  return true
}

/** At lock: nothing of one person is taken back by the next. */
export function forgetActs() {
  acts = []
}
