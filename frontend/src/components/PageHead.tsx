import { useDocumentTitle } from '@mantine/hooks'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './PageHead.module.css'

interface Props {
  title: string
  below?: ReactNode
  actions?: ReactNode
}

/** A screen's heading; it takes the focus, so that a screen reader says where one is. */
export function PageHead({ title, below, actions }: Props) {
  const { t } = useTranslation()
  const heading = useRef<HTMLHeadingElement>(null)
  useDocumentTitle(t('app.title', { title }))
  useEffect(() => heading.current?.focus({ preventScroll: true }), [title])
  return (
    <div className={classes.head}>
      <div className={classes.words}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {below && <p className={classes.below}>{below}</p>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
