import { afterEach, expect, it, vi } from 'vitest'
import { area } from './bridge'
import { Failure, toFailure } from './failure'

const json = (value: unknown) => JSON.stringify(value)

it('reads what Go sends, as Wails 2.13 and later wrap it', () => {
  const failure = toFailure(
    new Error(
      json({
        code: 'bad_input',
        message: 'Some fields need another look.',
        hint: 'Nothing was changed.',
        fields: [{ field: 'born', code: 'future', message: 'In the future' }, { code: 'x' }, null],
      }),
    ),
  )
  expect(failure).toMatchObject({
    code: 'bad_input',
    message: 'Some fields need another look.',
    hint: 'Nothing was changed.',
    fields: [{ field: 'born', code: 'future', message: 'In the future' }],
    retryAfter: 0,
  })
})

it('reads the bare string too, and a delay', () => {
  const failure = toFailure(json({ code: 'wrong_key', message: 'No.', retryAfter: 8 }))
  expect(failure).toMatchObject({ code: 'wrong_key', hint: '', retryAfter: 8 })
})

it.each([new Error('[object Object]'), 'boom', '{}', '[]', 'null', '{"code":"x"}', 42, undefined])(
  'keeps the words of what is not from Go: %s',
  (thrown) => {
    expect(toFailure(thrown).code).toBe('unknown')
    expect(toFailure(thrown).message).toBe(
      thrown instanceof Error ? thrown.message : String(thrown),
    )
  },
)

it('does not trust an unknown code', () => {
  expect(toFailure(json({ code: 'sudo', message: 'm' })).code).toBe('unknown')
})

afterEach(() => vi.unstubAllGlobals())

it('calls the method of the same name and throws failures only', async () => {
  const State = vi.fn().mockRejectedValue(new Error(json({ code: 'busy', message: 'm' })))
  vi.stubGlobal('go', { app: { Session: { State } } })
  const api = area<{ State(x: number): Promise<void>; Gone(): Promise<void> }>('Session')
  await expect(api.State(7)).rejects.toMatchObject({ name: 'Failure', code: 'busy' })
  expect(State).toHaveBeenCalledWith(7)
  await expect(api.Gone()).rejects.toBeInstanceOf(Failure)
})
