import { UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { Tag } from '@/components/Tag'
import type { ConflictRow } from '@/lib/api/types'
import classes from './ConflictsPage.module.css'

interface Props {
  rows: ConflictRow[]
  shown: string
  open: (id: string) => void
}

export function ConflictList({ rows, shown, open }: Props) {
  const { t } = useTranslation()
  return (
    <Card title={t('conflict.waiting')} aside={rows.length}>
      <ul className={classes.list}>
        {rows.map((row) => (
          <li key={row.id}>
            <UnstyledButton
              className={classes.one}
              aria-current={row.id === shown}
              onClick={() => open(row.id)}
            >
              {row.patientName && <strong data-pii>{row.patientName}</strong>}
              <span>{row.what}</span>
              {row.risk && <Tag tone="risk">{t('conflict.risk')}</Tag>}
              <span className={classes.since}>{row.sinceShown}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Card>
  )
}
