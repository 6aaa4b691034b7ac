import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Card } from '@/components/Card'
import { Row, Rows } from '@/components/Rows'
import { conflicts, sync } from '@/lib/api'
import { KEY } from '@/lib/queries'

/** What no machine decides. Not there when nothing waits. */
export function NeedsCard() {
  const { t } = useTranslation()
  const go = useNavigate()
  const { data: status } = useQuery({ queryKey: [KEY.sync], queryFn: () => sync.Status() })
  const { data: rows } = useQuery({ queryKey: [KEY.conflicts], queryFn: () => conflicts.List() })
  const waiting = rows?.length ?? 0
  const alarms = status?.alarms ?? 0
  if (waiting + alarms === 0) return null
  const risk = rows?.filter((row) => row.risk).length ?? 0
  return (
    <Card title={t('today.needs')}>
      <Rows label={t('today.needs')}>
        {waiting > 0 && (
          <Row
            below={risk > 0 ? t('today.risky', { count: risk }) : t('today.bothKept')}
            aside={
              <Button variant="default" onClick={() => void go('/conflicts')}>
                {t('today.decide')}
              </Button>
            }
          >
            {t('today.conflicts', { count: waiting })}
          </Row>
        )}
        {alarms > 0 && (
          <Row
            below={t('today.alarmsBelow')}
            aside={
              <Button variant="default" onClick={() => void go('/alarms')}>
                {t('today.read')}
              </Button>
            }
          >
            {t('today.alarms', { count: alarms })}
          </Row>
        )}
      </Rows>
    </Card>
  )
}
