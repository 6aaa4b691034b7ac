/**
 * The state machine behind every text that saves itself. It knows neither React nor Go, so that it
 * can be tested with a fake clock. Its promise: what was handed to `edit` is either saved, or kept
 * here and tried again; an answer of an older save never replaces newer text.
 */

export type SaveState = 'clean' | 'waiting' | 'saving' | 'failed' | 'stopped'

export interface Saved {
  savedShown: string
  token: string
}

export interface AutosaveOptions<Value, Result extends Saved> {
  token: string
  save: (value: Value, token: string) => Promise<Result>
  /** After each step; read `state`, `savedShown` and `error` from the machine. */
  changed: () => void
  /** A save was durable. */
  saved?: (result: Result) => void
  /** Everything that was typed so far is durable. */
  settled?: (value: Value) => void
  /** True for an error that no retry can mend, such as a note that was signed elsewhere. */
  final?: (error: unknown) => boolean
}

/** Pause in typing after which a save starts, milliseconds. */
export const PAUSE = 400
/** A save starts this long after the first unsaved stroke, even while typing goes on. */
export const LONGEST = 900
/** Waits between tries after an error; the last one repeats. */
export const RETRIES = [1000, 2000, 5000, 10000]

export class Autosave<Value, Result extends Saved> {
  state: SaveState = 'clean'
  savedShown = ''
  error: unknown = null
  token: string

  private value: Value | undefined
  private dirty = false
  private firstEdit = 0
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private running: Promise<void> | null = null
  private options: AutosaveOptions<Value, Result>

  constructor(options: AutosaveOptions<Value, Result>) {
    this.options = options
    this.token = options.token
  }

  /** Newer functions for the same thing, as each render of a screen makes them. */
  use(part: Partial<AutosaveOptions<Value, Result>>) {
    this.options = { ...this.options, ...part }
  }

  /** What is shown has changed. */
  edit(value: Value) {
    if (this.state === 'stopped') return
    this.value = value
    if (!this.dirty) this.firstEdit = Date.now()
    this.dirty = true
    if (this.running) return
    this.plan(this.pause())
    this.become('waiting')
  }

  /** Saves what is unsaved now. Answers true once nothing is left, false if it could not. */
  async flush(): Promise<boolean> {
    // Two turns: one for a save in flight, one for what was typed meanwhile.
    for (let turn = 0; turn < 3 && (this.dirty || this.running); turn++) {
      await (this.running ?? this.run())
      if (this.state === 'failed' || this.state === 'stopped') break
    }
    return !this.dirty
  }

  /** Whether anything is typed that no answer has covered yet. */
  get unsaved(): boolean {
    return this.dirty || this.running !== null
  }

  /** Only stops the clock: flush first, and do not stop what could not be saved. */
  stop() {
    clearTimeout(this.timer)
  }

  private plan(wait: number) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.run(), wait)
  }

  private run(): Promise<void> {
    clearTimeout(this.timer)
    if (!this.dirty || this.running) return this.running ?? Promise.resolve()
    this.running = this.once().finally(() => {
      this.running = null
      if (this.dirty && this.state !== 'stopped') this.again()
    })
    return this.running
  }

  private async once() {
    const value = this.value as Value
    this.dirty = false
    this.become('saving')
    try {
      const result = await this.options.save(value, this.token)
      this.token = result.token
      this.savedShown = result.savedShown
      this.tries = 0
      this.error = null
      this.become(this.dirty ? 'waiting' : 'clean')
      this.options.saved?.(result)
      if (!this.dirty) this.options.settled?.(value)
    } catch (error) {
      this.dirty = true
      this.error = error
      this.tries++
      // Else every stroke after an old failure would be its own try.
      this.firstEdit = Date.now()
      this.become(this.options.final?.(error) ? 'stopped' : 'failed')
    }
  }

  private again() {
    if (this.tries > 0) this.plan(RETRIES[Math.min(this.tries, RETRIES.length) - 1] ?? PAUSE)
    else this.plan(this.pause())
  }

  private pause() {
    return Math.max(0, Math.min(PAUSE, this.firstEdit + LONGEST - Date.now()))
  }

  private become(state: SaveState) {
    this.state = state
    this.options.changed()
  }
}
