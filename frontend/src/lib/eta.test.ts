import { expect, it } from 'vitest'
import { Eta, roundLeft } from './eta'

it('says nothing in the first five seconds', () => {
  const eta = new Eta()
  for (let at = 0; at < 5000; at += 500) eta.add(at, at)
  expect(eta.left(100_000)).toBeNull()
})

it('takes the median speed, so that one stall does not count', () => {
  const eta = new Eta()
  let done = 0
  for (let at = 0; at <= 20_000; at += 1000) {
    if (at !== 10_000) done += 100
    eta.add(at, done)
  }
  expect(eta.left(done + 1000)).toBeCloseTo(10, 5)
})

it('forgets what is older than twenty seconds', () => {
  const eta = new Eta()
  for (let at = 0; at <= 30_000; at += 1000) eta.add(at, at)
  for (let at = 31_000; at <= 60_000; at += 1000) eta.add(at, 30_000 + (at - 30_000) / 10)
  expect(eta.left(33_000 + 100)).toBeCloseTo(1, 5)
})

it('starts again when the work does, and says nothing while nothing moves', () => {
  const eta = new Eta()
  for (let at = 0; at <= 10_000; at += 1000) eta.add(at, 500)
  expect(eta.left(1000)).toBeNull()
  eta.add(11_000, 0)
  expect(eta.left(1000)).toBeNull()
})

it('is zero at the end and null without a total', () => {
  const eta = new Eta()
  for (let at = 0; at <= 10_000; at += 1000) eta.add(at, at)
  expect(eta.left(10_000)).toBe(0)
  expect(eta.left(0)).toBeNull()
})

it('rounds as people speak', () => {
  expect(roundLeft(3)).toEqual({ unit: 'seconds', count: 10 })
  expect(roundLeft(38)).toEqual({ unit: 'seconds', count: 40 })
  expect(roundLeft(57)).toEqual({ unit: 'minutes', count: 1 })
  expect(roundLeft(230)).toEqual({ unit: 'minutes', count: 4 })
  expect(roundLeft(7300)).toEqual({ unit: 'hours', count: 2 })
})
