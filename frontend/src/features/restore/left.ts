import type { RestoreProgress } from '@/lib/api/types'
import { Eta } from '@/lib/eta'

/** Records a second, as a slow laptop writes them: until it has shown how fast it is. */
const LIKELY = 10_000

/**
 * The time that a restore has left. It reads, then it writes, for each part of the record; the line and
 * the disk have speeds that have nothing to do with each other, so each is measured while it works.
 */
export class Left {
  private bytes = new Eta()
  private records = new Eta()
  private last: RestoreProgress | null = null

  add(at: number, next: RestoreProgress) {
    if (next.bytes !== this.last?.bytes) this.bytes.add(at, next.bytes - next.kept)
    if (next.records !== this.last?.records) this.records.add(at, next.records)
    this.last = next
  }

  /** Seconds, or null while that cannot be said. */
  seconds(): number | null {
    const p = this.last
    if (!p || p.recordsTotal === 0) return null
    const reading = p.bytes < p.bytesTotal ? this.bytes.left(p.bytesTotal - p.kept) : 0
    if (reading === null) return null
    const speed = this.records.left(p.recordsTotal) === null ? LIKELY : this.records.speed()
    return reading + (p.recordsTotal - p.records) / (speed || LIKELY)
  }

  /** After a pause: the time that passed says nothing about the speeds. */
  reset() {
    this.bytes.reset()
    this.records.reset()
  }
}

/** How much of the work is done, from 0 to 1: reading is half of it, writing the other. */
export function share({ bytes, bytesTotal, records, recordsTotal }: RestoreProgress): number {
  const part = (done: number, total: number) => (total > 0 ? Math.min(1, done / total) : 0)
  return (part(bytes, bytesTotal) + part(records, recordsTotal)) / 2
}
