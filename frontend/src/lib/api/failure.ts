/** The codes of Go's `sync/failure`, and 'unknown' for what did not come from there. */
export type FailureCode =
  | 'internal'
  | 'not_found'
  | 'bad_input'
  | 'full'
  | 'clock'
  | 'cancelled'
  | 'usage'
  | 'wrong_key'
  | 'unreachable'
  | 'integrity'
  | 'undecided'
  | 'refused'
  | 'busy'
  | 'unknown'

/** What is wrong with one field of an input. */
export interface FieldProblem {
  /** Named as in the input. */
  field: string
  /** For example 'missing', 'date', 'future', 'nhs_checksum': the window has words for it. */
  code: string
  /** Go's own words, shown where the window has none. */
  message: string
}

/** What a call to Go can end with. Message and hint are for people and hold no patient's data. */
export class Failure extends Error {
  readonly code: FailureCode
  readonly hint: string
  readonly fields: FieldProblem[]
  /** Seconds to wait before trying again; 0 if there is no delay. */
  readonly retryAfter: number

  constructor(
    code: FailureCode,
    message: string,
    hint = '',
    fields: FieldProblem[] = [],
    retryAfter = 0,
  ) {
    super(message)
    this.name = 'Failure'
    this.code = code
    this.hint = hint
    this.fields = fields
    this.retryAfter = retryAfter
  }
}

const codes = new Set<string>([
  'internal',
  'not_found',
  'bad_input',
  'full',
  'clock',
  'cancelled',
  'usage',
  'wrong_key',
  'unreachable',
  'integrity',
  'undecided',
  'refused',
  'busy',
])

/**
 * Reads what a rejected call threw. Go's ErrorFormatter answers a JSON *string*, which Wails wraps
 * in an Error (since v2.13) or throws bare (before); anything else becomes 'unknown', with its own
 * words kept, so that nothing fails silently.
 */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown
  const words = thrown instanceof Error ? thrown.message : String(thrown)
  const parsed = parseObject(words)
  if (!parsed || typeof parsed.message !== 'string') return new Failure('unknown', words)
  const code = typeof parsed.code === 'string' && codes.has(parsed.code) ? parsed.code : 'unknown'
  return new Failure(
    code as FailureCode,
    parsed.message,
    typeof parsed.hint === 'string' ? parsed.hint : '',
    readFields(parsed.fields),
    typeof parsed.retryAfter === 'number' && parsed.retryAfter > 0 ? parsed.retryAfter : 0,
  )
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

function readFields(value: unknown): FieldProblem[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one: unknown) => {
    const { field, code, message } = (one ?? {}) as Record<string, unknown>
    if (typeof field !== 'string') return []
    return [
      {
        field,
        code: typeof code === 'string' ? code : '',
        message: typeof message === 'string' ? message : '',
      },
    ]
  })
}
