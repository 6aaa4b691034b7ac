import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { FailurePanel } from '@/components/FailurePanel'
import { WorkBar } from '@/components/WorkBar'
import { interchange } from '@/lib/api'
import { bytes, count } from '@/lib/format'
import classes from './ExchangePage.module.css'

/** The whole practice in a file; one patient's is exported from that patient's record. */
export function ExportCard() {
  const { t } = useTranslation()
  const run = useMutation({ mutationFn: () => interchange.Export({ kind: 'fhir', patient: '' }) })
  return (
    <Card title={t('exchange.export')}>
      <p className={classes.about}>{t('exchange.exportAbout')}</p>
      <Group>
        <Button variant="default" onClick={() => run.mutate()} loading={run.isPending}>
          {t('exchange.exportAct')}
        </Button>
      </Group>
      {run.isPending && <WorkBar event="export:progress" label={t('exchange.exporting')} />}
      {run.error && <FailurePanel failure={run.error} />}
      {run.data?.path && (
        <p role="status" className={classes.report}>
          {t('exchange.exported', {
            path: run.data.path,
            records: count(run.data.records),
            size: bytes(run.data.bytes),
          })}
        </p>
      )}
    </Card>
  )
}
