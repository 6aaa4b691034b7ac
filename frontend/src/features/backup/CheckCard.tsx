import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { Row, Rows } from '@/components/Rows'
import { Tag } from '@/components/Tag'
import { backup } from '@/lib/api'
import { count, seconds } from '@/lib/format'
import { KEY } from '@/lib/queries'
import type { BackupWork } from './useBackupWork'

/** A backup that was never restored is a hope: check it, and rehearse. */
export function CheckCard({ work }: { work: BackupWork }) {
  const { t } = useTranslation()
  const { data } = useQuery({ queryKey: [KEY.drill], queryFn: () => backup.LastDrill() })
  return (
    <Card title={t('backup.check')}>
      <Rows label={t('backup.check')}>
        <Row below={t('backup.verifyAbout')}>
          <Group gap="xs">
            <Button
              variant="default"
              disabled={work.busy !== null}
              onClick={() => work.verify.mutate(false)}
            >
              {t('backup.verify')}
            </Button>
            <Button
              variant="default"
              disabled={work.busy !== null}
              onClick={() => work.verify.mutate(true)}
            >
              {t('backup.verifyAll')}
            </Button>
          </Group>
        </Row>
        <Row
          below={t('backup.drillAbout')}
          aside={
            data?.shown ? (
              <Tag tone={data.passed ? 'go' : 'risk'}>
                {data.passed
                  ? t('backup.drillLast', {
                      date: data.shown,
                      records: count(data.records),
                      time: seconds(data.seconds),
                    })
                  : t('backup.drillLastFailed', { date: data.shown })}
              </Tag>
            ) : (
              <Tag tone="wait">{t('state.notYet')}</Tag>
            )
          }
        >
          <Button
            variant="default"
            disabled={work.busy !== null}
            onClick={() => work.drill.mutate()}
          >
            {t('backup.drill')}
          </Button>
        </Row>
      </Rows>
    </Card>
  )
}
