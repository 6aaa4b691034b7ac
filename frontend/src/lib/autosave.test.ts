import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Autosave, LONGEST, PAUSE, RETRIES, type Saved } from './autosave'

interface Call {
  value: string
  token: string
  done: (token?: string) => void
  fail: (error: Error) => void
}

/** A store that answers when the test says so. */
function desk(final?: (error: unknown) => boolean) {
  const calls: Call[] = []
  const settled: string[] = []
  const machine = new Autosave<string, Saved>({
    token: 't0',
    changed: () => undefined,
    settled: (value) => settled.push(value),
    final,
    save: (value, token) =>
      new Promise((resolve, reject) => {
        calls.push({
          value,
          token,
          done: (next = `t${calls.length}`) => resolve({ token: next, savedShown: '09:05:12' }),
          fail: reject,
        })
      }),
  })
  return { calls, machine, settled }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('autosave', () => {
  it('saves after a pause, and says when it is durable', async () => {
    const { calls, machine } = desk()
    machine.edit('a')
    await vi.advanceTimersByTimeAsync(PAUSE - 1)
    expect(calls).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(machine.state).toBe('saving')
    calls[0]?.done()
    await settle()
    expect(machine.state).toBe('clean')
    expect(machine.savedShown).toBe('09:05:12')
  })

  it('does not wait for a pause for longer than a second', async () => {
    const { calls, machine } = desk()
    for (let at = 0; at < LONGEST + 100 && calls.length === 0; at += 100) {
      machine.edit(`typed for ${at}`)
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(calls).toHaveLength(1)
    expect(LONGEST).toBeLessThanOrEqual(1000)
  })

  it('keeps what was typed while a save was in flight, with the new token', async () => {
    const { calls, machine } = desk()
    machine.edit('one')
    await vi.advanceTimersByTimeAsync(PAUSE)
    machine.edit('one two')
    expect(calls).toHaveLength(1)
    calls[0]?.done('t-after-one')
    await settle()
    expect(machine.state).toBe('waiting')
    await vi.advanceTimersByTimeAsync(PAUSE)
    expect(calls[1]).toMatchObject({ value: 'one two', token: 't-after-one' })
  })

  it('has settled only once nothing was typed since, also by the flush on leaving', async () => {
    const { calls, machine, settled } = desk()
    machine.edit('one')
    await vi.advanceTimersByTimeAsync(PAUSE)
    machine.edit('one two')
    calls[0]?.done()
    await settle()
    expect(settled).toEqual([])
    const flushed = machine.flush()
    calls[1]?.done()
    await flushed
    expect(settled).toEqual(['one two'])
  })

  it('tries again after an error, with the newest text', async () => {
    const { calls, machine } = desk()
    machine.edit('one')
    await vi.advanceTimersByTimeAsync(PAUSE)
    calls[0]?.fail(new Error('disk full'))
    await settle()
    expect(machine.state).toBe('failed')
    await vi.advanceTimersByTimeAsync(RETRIES[0] ?? 0)
    expect(calls[1]?.value).toBe('one')
    machine.edit('one and more')
    calls[1]?.fail(new Error('disk full'))
    await settle()
    await vi.advanceTimersByTimeAsync(RETRIES[1] ?? 0)
    expect(calls[2]).toMatchObject({ value: 'one and more', token: 't0' })
    calls[2]?.done()
    await settle()
    expect(machine.state).toBe('clean')
  })

  it('an edit after an error does not wait for the long retry', async () => {
    const { calls, machine } = desk()
    machine.edit('one')
    await vi.advanceTimersByTimeAsync(PAUSE)
    calls[0]?.fail(new Error('no'))
    await settle()
    machine.edit('two')
    await vi.advanceTimersByTimeAsync(PAUSE)
    expect(calls[1]?.value).toBe('two')
  })

  it('typing on after an error neither hammers nor puts the next try off for ever', async () => {
    const { calls, machine } = desk()
    machine.edit('one')
    await vi.advanceTimersByTimeAsync(PAUSE)
    calls[0]?.fail(new Error('no'))
    await settle()
    for (let at = 0; at < LONGEST + 100; at += 100) {
      machine.edit(`after ${at}`)
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(calls).toHaveLength(2)
  })

  it('flush waits for the save in flight and for what came meanwhile', async () => {
    const { calls, machine } = desk()
    machine.edit('one')
    await vi.advanceTimersByTimeAsync(PAUSE)
    machine.edit('two')
    const flushed = machine.flush()
    calls[0]?.done()
    await settle()
    expect(calls[1]?.value).toBe('two')
    calls[1]?.done()
    expect(await flushed).toBe(true)
    expect(machine.state).toBe('clean')
  })

  it('flush says so when it could not save, and keeps trying', async () => {
    const { calls, machine } = desk()
    machine.edit('one')
    const flushed = machine.flush()
    calls[0]?.fail(new Error('no'))
    expect(await flushed).toBe(false)
    await vi.advanceTimersByTimeAsync(RETRIES[0] ?? 0)
    expect(calls[1]?.value).toBe('one')
  })

  it('stops for good when the note can no longer be written', async () => {
    const { calls, machine } = desk(() => true)
    machine.edit('one')
    await vi.advanceTimersByTimeAsync(PAUSE)
    calls[0]?.fail(new Error('signed'))
    await settle()
    expect(machine.state).toBe('stopped')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(calls).toHaveLength(1)
  })

  it('ends with the last text whatever happens in between', async () => {
    // A seeded walk (mulberry32) over edits, pauses, answers and errors.
    for (let seed = 1; seed <= 200; seed++) {
      const next = random(seed)
      const { calls, machine } = desk()
      let text = ''
      let stored = ''
      let answered = 0
      const answer = (ok: boolean) => {
        const call = calls[answered]
        if (!call) return
        answered++
        if (ok) {
          stored = call.value
          call.done()
        } else call.fail(new Error('no'))
      }
      for (let step = 0; step < 60; step++) {
        const what = next()
        if (what < 0.5) machine.edit((text += 'x'))
        else if (what < 0.7) await vi.advanceTimersByTimeAsync(next() * 1500)
        else answer(what < 0.92)
        await settle()
      }
      for (let turn = 0; turn < 8; turn++) {
        answer(true)
        await vi.advanceTimersByTimeAsync(10_000)
      }
      expect(stored, `seed ${seed}`).toBe(text)
      machine.stop()
    }
  })
})

function random(seed: number) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
