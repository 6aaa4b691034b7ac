import { expect, it } from 'vitest'
import type { Series } from '@/lib/api/types'
import { bounds, plot, ticks } from './chart'

const series = (values: number[]): Series => ({
  id: 'x',
  name: 'x',
  unit: '',
  latest: '',
  latestShown: '',
  lines: [
    {
      name: 'x',
      points: values.map((value, day) => ({
        at: `2026-01-0${day + 1}T00:00:00Z`,
        shown: '',
        value,
        valueShown: String(value),
      })),
    },
  ],
})

it('leaves room around the points, also around a single one', () => {
  const [low, high] = bounds(series([10, 20]))
  expect(low).toBeLessThan(10)
  expect(high).toBeGreaterThan(20)
  const [one, other] = bounds(series([0]))
  expect(other).toBeGreaterThan(one)
})

it('puts time to the right and more up', () => {
  const { x, y } = plot(series([1, 2, 3]), 240, 120)
  expect(x('2026-01-03T00:00:00Z')).toBeGreaterThan(x('2026-01-01T00:00:00Z'))
  expect(y(3)).toBeLessThan(y(1))
  expect(plot(series([5]), 240, 120).x('2026-01-01T00:00:00Z')).toBeGreaterThan(0)
})

it('has round ticks inside the bounds', () => {
  for (const [low, high] of [
    [0, 27],
    [96.3, 141.7],
    [0.2, 0.9],
    [36.1, 38.4],
  ] as const) {
    const values = ticks(low, high)
    expect(values.length).toBeGreaterThanOrEqual(2)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(low)
    expect(Math.max(...values)).toBeLessThanOrEqual(high + 1e-6)
  }
})
