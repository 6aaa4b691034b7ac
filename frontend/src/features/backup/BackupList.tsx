import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { FailurePanel } from '@/components/FailurePanel'
import { Row, Rows } from '@/components/Rows'
import { Tag } from '@/components/Tag'
import { Waiting } from '@/components/Waiting'
import { backup } from '@/lib/api'
import { bytes, count } from '@/lib/format'
import { KEY } from '@/lib/queries'

export function BackupList({ nowhere }: { nowhere: boolean }) {
  const { t } = useTranslation()
  const { data, error, isLoading } = useQuery({
    queryKey: [KEY.backups],
    queryFn: () => backup.List(),
    enabled: !nowhere,
  })
  return (
    <Card title={t('backup.list')} aside={data?.length ? data.length : undefined}>
      {isLoading && <Waiting />}
      {error && <FailurePanel failure={error} />}
      {(nowhere || data?.length === 0) && (
        <Empty>{t(nowhere ? 'backup.nowhere' : 'backup.none')}</Empty>
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
