import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { FailurePanel } from '@/components/FailurePanel'
import { Row, Rows } from '@/components/Rows'
import { Tag } from '@/components/Tag'
import { Waiting } from '@/components/Waiting'
import { backup } from '@/lib/api'
import { bytes, count } from '@/lib/format'
import { KEY } from '@/lib/queries'

export function BackupList() {
  const { t } = useTranslation()
  const { data, error, isPending } = useQuery({
    queryKey: [KEY.backups],
    queryFn: () => backup.List(),
  })
  return (
    <Card title={t('backup.list')} aside={data?.length ? data.length : undefined}>
      {isPending && <Waiting />}
      {error && <FailurePanel failure={error} />}
      {data?.length === 0 && (
        <Empty
          action={
            <Anchor component={Link} to="/backup/storage">
              {t('sync.setRemote')}
            </Anchor>
          }
        >
          {t('backup.none')}
        </Empty>
      )}
      <Rows label={t('backup.list')}>
        {data?.map((row) => (
          <Row
            key={row.id}
            below={t('backup.facts', {
              records: count(row.records),
              size: bytes(row.size),
              added: bytes(row.added),
            })}
            aside={
              row.verifiedShown ? (
                <Tag tone="go">{t('backup.verified', { time: row.verifiedShown })}</Tag>
              ) : (
                <Tag tone="none">{t('backup.unverified')}</Tag>
              )
            }
          >
            <strong>{row.shown}</strong> ·{' '}
            {row.thisDevice ? t('backup.byThis', { name: row.device }) : row.device}
          </Row>
        ))}
      </Rows>
    </Card>
  )
}
