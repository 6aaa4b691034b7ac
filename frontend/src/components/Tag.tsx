import type { ReactNode } from 'react'
import classes from './Tag.module.css'

export type Tone = 'calm' | 'go' | 'wait' | 'risk' | 'mine' | 'none'

/** A word with a colour behind it; the colour only repeats what the word says. */
export function Tag({
  tone = 'calm',
  icon,
  children,
}: {
  tone?: Tone
  icon?: ReactNode
  children: ReactNode
}) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {icon}
      {children}
    </span>
  )
}
