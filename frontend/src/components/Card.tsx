import { useId, type ReactNode } from 'react'
import classes from './Card.module.css'

interface Props {
  title: ReactNode
  /** Beside the title: an action or a count. */
  aside?: ReactNode
  children: ReactNode
  /** Takes all the height its place has. */
  tall?: boolean
}

export function Card({ title, aside, children, tall }: Props) {
  const id = useId()
  return (
    <section className={classes.card} aria-labelledby={id} data-tall={tall || undefined}>
      <header className={classes.head}>
        <h2 id={id}>{title}</h2>
        {aside && <div className={classes.aside}>{aside}</div>}
      </header>
      {children}
    </section>
  )
}
