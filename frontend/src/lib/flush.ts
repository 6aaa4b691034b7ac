type Flusher = () => Promise<boolean>

const flushers = new Set<Flusher>()

/** Registers what must be handed to Go before locking or closing; call the answer to forget it. */
export function keepFlushed(flusher: Flusher): () => void {
  flushers.add(flusher)
  return () => flushers.delete(flusher)
}

/** Saves everything that is unsaved; true if nothing is left. Never throws. */
export async function flushAll(): Promise<boolean> {
  const done = await Promise.allSettled([...flushers].map((flusher) => flusher()))
  return done.every((one) => one.status === 'fulfilled' && one.value)
}
