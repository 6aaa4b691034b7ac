import type { ReactNode } from 'react'
import classes from './PageBody.module.css'

/** The space around a screen. `fill` is for lists that scroll by themselves. */
export function PageBody({
  children,
  narrow,
  fill,
}: {
  children: ReactNode
  narrow?: boolean
  fill?: boolean
}) {
  return (
    <div className={classes.body} data-narrow={narrow || undefined} data-fill={fill || undefined}>
      {children}
    </div>
  )
}
