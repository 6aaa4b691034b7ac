import type { ReactNode } from 'react'
import classes from './Empty.module.css'

/** Nothing here yet: one sentence and one thing to do. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p>{children}</p>
      {action}
    </div>
  )
}
