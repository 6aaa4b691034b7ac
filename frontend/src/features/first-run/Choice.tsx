import type { ReactNode } from 'react'
import classes from './Choice.module.css'

export function Choice({
  title,
  below,
  children,
}: {
  title: string
  below: string
  children: ReactNode
}) {
  return (
    <section className={classes.choice}>
      <div className={classes.words}>
        <h2 className={classes.title}>{title}</h2>
        <p>{below}</p>
      </div>
      {children}
    </section>
  )
}
