import { useCallback, useEffect, useState } from 'react'
import { Autosave, type Saved, type SaveState } from './autosave'
import { keepFlushed } from './flush'

interface Options<Value, Result extends Saved> {
  token: string
  savedShown: string
  save: (value: Value, token: string) => Promise<Result>
  saved?: (result: Result) => void
  settled?: (value: Value) => void
  final?: (error: unknown) => boolean
}

export interface AutosaveView {
  state: SaveState
  savedShown: string
  error: unknown
}

/**
 * An autosave for the life of one screen. Give the component a `key` of the thing's id: the machine
 * is made once. Leaving the screen flushes, and so do locking and closing (lib/flush).
 */
export function useAutosave<Value, Result extends Saved>(options: Options<Value, Result>) {
  const [view, show] = useState<AutosaveView>({
    state: 'clean',
    savedShown: options.savedShown,
    error: null,
  })
  const [machine] = useState(() => {
    const made: Autosave<Value, Result> = new Autosave<Value, Result>({
      ...options,
      changed: () =>
        show({
          state: made.state,
          savedShown: made.savedShown || options.savedShown,
          error: made.error,
        }),
    })
    return made
  })
  const { save, saved, settled, final } = options
  useEffect(() => machine.use({ save, saved, settled, final }))
  useEffect(() => {
    const forget = keepFlushed(() => machine.flush())
    return () => {
      // What could not be saved on leaving stays registered and goes on trying.
      void machine.flush().then((done) => {
        if (done) forget()
      })
    }
  }, [machine])
  const edit = useCallback((value: Value) => machine.edit(value), [machine])
  const flush = useCallback(() => machine.flush(), [machine])
  const token = useCallback(() => machine.token, [machine])
  return { ...view, edit, flush, token }
}
