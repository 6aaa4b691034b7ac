import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { FailurePanel } from '@/components/FailurePanel'
import { TestResult } from '@/components/remote/TestResult'
import { remote } from '@/lib/api'
import type { RemoteInfo } from '@/lib/api/types'
import { KEY } from '@/lib/queries'
import classes from './RemoteCard.module.css'

export function RemoteCard({ info }: { info: RemoteInfo }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const test = useMutation({
    mutationFn: () => remote.Test(info.name),
    onSuccess: () => queries.invalidateQueries({ queryKey: [KEY.remotes] }),
  })
  const facts: [string, string][] =
    info.kind === 'folder'
      ? [[t('remote.folder'), info.folder]]
      : [
          [t('remote.provider'), info.provider],
          [t('remote.endpoint'), info.endpoint],
          [t('remote.bucket'), info.bucket],
          [t('remote.accessKey'), info.accessKey],
        ]
  const shown = test.data ?? info.test
  return (
    <Card
      title={info.place}
      aside={
        <Button variant="default" onClick={() => test.mutate()} loading={test.isPending}>
          {t('remote.testAgain')}
        </Button>
      }
    >
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value || t('state.notKnown')}</dd>
          </div>
        ))}
      </dl>
      {test.error && <FailurePanel failure={test.error} />}
      {shown.shown && <p className={classes.when}>{t('remote.tested', { time: shown.shown })}</p>}
      {shown.checks.length > 0 && <TestResult test={shown} />}
    </Card>
  )
}
