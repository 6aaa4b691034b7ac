import { UnstyledButton } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Tag } from '@/components/Tag'
import type { TimelineRow } from '@/lib/api/types'
import classes from './TimelineCard.module.css'

export function TimelineLine({ row, open }: { row: TimelineRow; open: (note: string) => void }) {
  const { t } = useTranslation()
  return (
    <li className={classes.line}>
      <time dateTime={row.at} className={classes.date}>
        {row.shown}
      </time>
      <div className={classes.what}>
        {row.note ? (
          <UnstyledButton className={classes.open} onClick={() => open(row.note)}>
            {row.title || t('note.untitled')}
          </UnstyledButton>
        ) : (
          <span>{row.title}</span>
        )}{' '}
        {row.status === 'signed' && (
          <Tag tone="go" icon={<IconLock size={12} aria-hidden />}>
            {t('timeline.signed')}
          </Tag>
        )}
        {row.status === 'draft' && <Tag tone="wait">{t('timeline.draft')}</Tag>}
        {row.addenda > 0 && <span> {t('timeline.addenda', { count: row.addenda })}</span>}
        <p className={classes.detail}>
          {[t(`timeline.kind.${row.kind}`), row.detail].filter(Boolean).join(' · ')}
        </p>
      </div>
    </li>
  )
}
