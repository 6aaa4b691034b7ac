/**
 * Time left, honestly: nothing in the first five seconds, then from the median speed of the last
 * twenty, so that one stalled or one lucky second does not make the number jump.
 */

interface Sample {
  /** Milliseconds, from any fixed point. */
  at: number
  done: number
}

const QUIET = 5_000
const WINDOW = 20_000

export class Eta {
  private samples: Sample[] = []
  private begun: number | null = null

  /** Takes what is done at this time. Going backwards, as a new try does, starts again. */
  add(at: number, done: number) {
    const last = this.samples.at(-1)
    if (last && done < last.done) this.reset()
    this.begun ??= at
    this.samples.push({ at, done })
    while (this.samples.length > 2 && at - (this.samples[0]?.at ?? at) > WINDOW) {
      this.samples.shift()
    }
  }

  /** Seconds left, or null while that cannot be said. */
  left(total: number): number | null {
    const first = this.samples[0]
    const last = this.samples.at(-1)
    if (!first || !last || this.begun === null || total <= 0) return null
    if (last.at - this.begun < QUIET) return null
    if (last.done >= total) return 0
    const speed = this.speed()
    return speed > 0 ? (total - last.done) / speed : null
  }

  /** Done per second; 0 while nothing moves. */
  speed(): number {
    return median(this.speeds())
  }

  /** After a pause: the time that passed says nothing about the speed. */
  reset() {
    this.samples = []
    this.begun = null
  }

  /** Per second, between neighbouring samples. */
  private speeds(): number[] {
    const speeds: number[] = []
    for (let i = 1; i < this.samples.length; i++) {
      const [a, b] = [this.samples[i - 1], this.samples[i]]
      if (a && b && b.at > a.at) speeds.push(((b.done - a.done) * 1000) / (b.at - a.at))
    }
    return speeds
  }
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return 0
  if (sorted.length % 2) return sorted[middle] ?? 0
  return ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

export type Left =
  | { unit: 'seconds'; count: number }
  | { unit: 'minutes'; count: number }
  | { unit: 'hours'; count: number }

/** Rounded as people say it: seconds by tens, then whole minutes, then hours. */
export function roundLeft(seconds: number): Left {
  if (seconds < 55) return { unit: 'seconds', count: Math.max(10, Math.round(seconds / 10) * 10) }
  if (seconds < 55 * 60) return { unit: 'minutes', count: Math.max(1, Math.round(seconds / 60)) }
  return { unit: 'hours', count: Math.max(1, Math.round(seconds / 3600)) }
}
