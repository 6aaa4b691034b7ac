import type { SetupProgress } from '@/lib/api/types'

/** What every step of the first run is given. */
export interface StepProps {
  progress: SetupProgress
  /** The step is done: Go's answer says how far the set-up is now. */
  done: (progress: SetupProgress) => void
  back: (() => void) | undefined
}
