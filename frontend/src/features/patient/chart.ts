import type { Series } from '@/lib/api/types'

/** Geometry of a small chart, in pixels; no DOM, so that it can be tested. */
export interface Plot {
  x: (at: string) => number
  y: (value: number) => number
  low: number
  high: number
}

export const PAD = { left: 34, right: 10, top: 10, bottom: 18 }

/** Bounds that hold all points, widened a little and never of no height. */
export function bounds({ lines }: Series): [number, number] {
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value))
  if (values.length === 0) return [0, 1]
  const low = Math.min(...values)
  const high = Math.max(...values)
  const room = high === low ? Math.abs(high) * 0.1 || 1 : (high - low) * 0.12
  return [low - room, high + room]
}

export function plot(series: Series, width: number, height: number): Plot {
  const [low, high] = bounds(series)
  const times = series.lines.flatMap(({ points }) => points.map(({ at }) => Date.parse(at)))
  const first = Math.min(...times)
  const span = Math.max(...times) - first
  const inner = width - PAD.left - PAD.right
  const tall = height - PAD.top - PAD.bottom
  return {
    low,
    high,
    // One point, or several of one moment, stand in the middle.
    x: (at) => PAD.left + (span > 0 ? ((Date.parse(at) - first) / span) * inner : inner / 2),
    y: (value) => PAD.top + (1 - (value - low) / (high - low)) * tall,
  }
}

/** Three round values for the axis, from low to high. */
export function ticks(low: number, high: number): number[] {
  const step = niceStep((high - low) / 3)
  const values: number[] = []
  for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-6; value += step) {
    values.push(Number(value.toPrecision(12)))
  }
  return values
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const share = rough / power
  return (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10) * power
}
