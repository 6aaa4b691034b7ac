import type { RestoreState } from '@/lib/api/types'

/** What every step of a restore is given. */
export interface StepProps {
  moved: (state: RestoreState) => void
  leave: () => void
}
