import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { FailurePanel } from '@/components/FailurePanel'
import { WorkBar } from '@/components/WorkBar'
import { interchange } from '@/lib/api'
import type { PickedFile } from '@/lib/api/types'
import { bytes } from '@/lib/format'
import classes from './ExchangePage.module.css'
import { ImportReportView } from './ImportReportView'

/** Choose, then import. A second import of a file changes nothing. */
export function ImportCard() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [files, setFiles] = useState<PickedFile[]>([])
  const pick = useMutation({
    mutationFn: () => interchange.Pick('fhir'),
    onSuccess: (picked) => {
      if (picked.length === 0) return
      setFiles(picked)
      run.reset()
    },
  })
  const run = useMutation({
    mutationFn: () =>
      interchange.Import({ kind: 'fhir', files: files.map(({ id }) => id), dryRun: false }),
    onSuccess: () => void queries.invalidateQueries(),
  })
  const failure = pick.error ?? run.error
  return (
    <Card title={t('exchange.import')}>
      <p className={classes.about}>{t('exchange.importAbout.fhir')}</p>
      <Group>
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
            <Button onClick={() => run.mutate()} loading={run.isPending}>
              {t('exchange.importAct', { count: files.length })}
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
