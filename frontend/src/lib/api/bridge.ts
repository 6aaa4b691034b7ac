import { Failure, toFailure } from './failure'

type Bound = Record<string, Record<string, (...args: unknown[]) => Promise<unknown>> | undefined>

interface Runtime {
  /** Answers a function that unsubscribes. */
  EventsOnMultiple(name: string, heard: (...data: unknown[]) => void, max: number): () => void
}

interface WailsWindow {
  go?: { app?: Bound }
  runtime?: Runtime
}

const wails = () => globalThis as unknown as WailsWindow

/**
 * A client for one bound struct of Go's package `farne/app`: each method calls the one of the same
 * name, and what it throws is a Failure. Nothing else in the window touches Wails.
 */
export function area<Api extends object>(name: string): Api {
  return new Proxy({} as Api, {
    get: (_, method) => {
      if (typeof method !== 'string' || method === 'then') return undefined
      return async (...args: unknown[]) => {
        const call = wails().go?.app?.[name]?.[method]
        if (!call) throw new Failure('internal', `${name}.${method} is not bound`)
        try {
          return await call(...args)
        } catch (thrown) {
          throw toFailure(thrown)
        }
      }
    },
  })
}

/** Subscribes to an event of Go. Call the answer once to end it (wails#3796: twice throws). */
export function listen(name: string, heard: (data: unknown) => void): () => void {
  const runtime = wails().runtime
  if (!runtime) return () => undefined
  let on = true
  const off = runtime.EventsOnMultiple(name, (...data) => heard(data[0]), -1)
  return () => {
    if (on) off()
    on = false
  }
}
