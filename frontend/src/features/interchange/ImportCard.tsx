import { Button, Group, SegmentedControl } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { FailurePanel } from '@/components/FailurePanel'
import { WorkBar } from '@/components/WorkBar'
import { interchange } from '@/lib/api'
import type { ImportInput, PickedFile } from '@/lib/api/types'
import { bytes } from '@/lib/format'
import classes from './ExchangePage.module.css'
import { ImportReportView } from './ImportReportView'

/** Choose, look at what would happen, then import. A second import of a file changes nothing. */
export function ImportCard() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [kind, setKind] = useState<ImportInput['kind']>('fhir')
  const [files, setFiles] = useState<PickedFile[]>([])
  const pick = useMutation({
    mutationFn: () => interchange.Pick(kind),
    onSuccess: (picked) => {
      if (picked.length === 0) return
      setFiles(picked)
      run.reset()
    },
  })
  const run = useMutation({
    mutationFn: (dryRun: boolean) =>
      interchange.Import({ kind, files: files.map(({ id }) => id), dryRun }),
    onSuccess: (report) => {
      if (!report.dryRun) void queries.invalidateQueries()
    },
  })
  const failure = pick.error ?? run.error
  return (
    <Card title={t('exchange.import')}>
      <p className={classes.about}>{t(`exchange.importAbout.${kind}`)}</p>
      <Group>
        <SegmentedControl
          aria-label={t('exchange.format')}
          value={kind}
          onChange={(value) => {
            setKind(value)
            setFiles([])
            run.reset()
          }}
          data={[
            { value: 'fhir', label: t('exchange.kind.fhir') },
            { value: 'csv', label: t('exchange.kind.csv') },
          ]}
        />
        <Button
          variant={files.length > 0 ? 'default' : 'filled'}
          onClick={() => pick.mutate()}
          loading={pick.isPending}
        >
          {t('exchange.pick')}
        </Button>
      </Group>
      {files.length > 0 && (
        <>
          <ul className={classes.files}>
            {files.map((file) => (
              <li key={file.id}>
                {file.name} · {bytes(file.size)}
              </li>
            ))}
          </ul>
          <Group>
            <Button onClick={() => run.mutate(false)} loading={run.isPending}>
              {t('exchange.importAct', { count: files.length })}
            </Button>
            <Button variant="default" onClick={() => run.mutate(true)} disabled={run.isPending}>
              {t('exchange.dryRun')}
            </Button>
          </Group>
        </>
      )}
      {run.isPending && <WorkBar event="import:progress" label={t('exchange.importing')} />}
      {failure && <FailurePanel failure={failure} />}
      {run.data && <ImportReportView report={run.data} />}
    </Card>
  )
}
