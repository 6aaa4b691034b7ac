import { expect, it } from 'vitest'
import { Left, share } from './left'

const total = { recordsTotal: 40_000, bytesTotal: 1_000_000 }

it('adds the time of the records to the time of the line', () => {
  const left = new Left()
  for (let s = 0; s <= 10; s++) {
    left.add(s * 1000, { ...total, bytes: s * 50_000, kept: 0, records: 0 })
  }
  expect(left.seconds()).toBeCloseTo(10 + 4, 5)
})

it('says nothing while the speed of the line is not known', () => {
  const left = new Left()
  expect(left.seconds()).toBeNull()
  left.add(0, { ...total, bytes: 10, kept: 0, records: 0 })
  left.add(1000, { ...total, bytes: 20, kept: 0, records: 0 })
  expect(left.seconds()).toBeNull()
})

it('takes what was here already for no speed of the line', () => {
  const left = new Left()
  left.add(0, { ...total, bytes: 500_000, kept: 500_000, records: 0 })
  for (let s = 1; s <= 10; s++) {
    left.add(s * 1000, { ...total, bytes: 500_000 + s * 10_000, kept: 500_000, records: 0 })
  }
  expect(left.seconds()).toBeCloseTo(40 + 4, 5)
})

it('takes the speed at which this laptop writes, once that is known', () => {
  const left = new Left()
  for (let s = 0; s <= 10; s++) {
    left.add(s * 1000, { ...total, bytes: 1_000_000, kept: 0, records: s * 2000 })
  }
  expect(left.seconds()).toBeCloseTo(10, 5)
})

it('is half done when all is read and nothing is written', () => {
  expect(share({ ...total, bytes: 1_000_000, kept: 0, records: 0 })).toBe(0.5)
  expect(share({ ...total, bytes: 1_000_000, kept: 0, records: 40_000 })).toBe(1)
  expect(share({ bytes: 0, bytesTotal: 0, kept: 0, records: 0, recordsTotal: 0 })).toBe(0)
})
