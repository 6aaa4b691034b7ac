import type { ReactNode } from 'react'
import classes from './Rows.module.css'

/** A list of lines with a hair between them. */
export function Rows({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <ul className={classes.rows} aria-label={label}>
      {children}
    </ul>
  )
}

interface RowProps {
  children: ReactNode
  /** Under the main line, quieter. */
  below?: ReactNode
  aside?: ReactNode
}

export function Row({ children, below, aside }: RowProps) {
  return (
    <li className={classes.row}>
      <div className={classes.main}>
        <div>{children}</div>
        {below && <div className={classes.below}>{below}</div>}
      </div>
      {aside && <div className={classes.aside}>{aside}</div>}
    </li>
  )
}
