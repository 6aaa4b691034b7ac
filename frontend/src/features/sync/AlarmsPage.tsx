import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { FailurePanel } from '@/components/FailurePanel'
import { PageBody } from '@/components/PageBody'
import { PageHead } from '@/components/PageHead'
import { Tag } from '@/components/Tag'
import { Waiting } from '@/components/Waiting'
import { alarms } from '@/lib/api'
import type { Alarm } from '@/lib/api/types'
import { KEY } from '@/lib/queries'
import classes from './AlarmsPage.module.css'

/** Every alarm says what is still safe and what to do; none of them blocks work. */
export function AlarmsPage() {
  const { t } = useTranslation()
  const { data, error, isPending } = useQuery({
    queryKey: [KEY.alarms],
    queryFn: () => alarms.List(),
  })
  return (
    <PageBody narrow>
      <PageHead title={t('alarms.title')} below={t('alarms.below')} />
      {isPending && <Waiting />}
      {error && <FailurePanel failure={error} />}
      {data?.length === 0 && <Empty>{t('alarms.empty')}</Empty>}
      <div className={classes.list}>
        {data?.map((alarm) => (
          <AlarmCard key={alarm.id} alarm={alarm} />
        ))}
      </div>
    </PageBody>
  )
}

function AlarmCard({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const read = useMutation({
    mutationFn: () => alarms.Acknowledge(alarm.id),
    onSuccess: (list) => {
      queries.setQueryData([KEY.alarms], list)
      void queries.invalidateQueries({ queryKey: [KEY.sync] })
    },
  })
  return (
    <Card
      title={alarm.what}
      aside={
        <Tag tone={alarm.severity === 'risk' ? 'risk' : 'wait'}>
          {t(`alarms.severity.${alarm.severity}`)}
        </Tag>
      }
    >
      <dl className={classes.facts}>
        <dt>{t('alarms.safe')}</dt>
        <dd>{alarm.safe}</dd>
        <dt>{t('alarms.todo')}</dt>
        <dd>{alarm.todo}</dd>
        <dt>{t('alarms.seen')}</dt>
        <dd>
          {alarm.shown} · <code>{alarm.name}</code>
        </dd>
      </dl>
      {alarm.acknowledged ? (
        <Tag tone="none">{t('alarms.read')}</Tag>
      ) : (
        <Button variant="default" onClick={() => read.mutate()} loading={read.isPending}>
          {t('alarms.markRead')}
        </Button>
      )}
    </Card>
  )
}
