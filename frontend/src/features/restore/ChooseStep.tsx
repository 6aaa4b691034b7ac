import { Button, Group, Radio } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailurePanel } from '@/components/FailurePanel'
import { restore } from '@/lib/api'
import type { BackupRow, RestoreState } from '@/lib/api/types'
import { bytes, count } from '@/lib/format'
import classes from './restore.module.css'
import type { StepProps } from './step'

/** Newest first, and the newest chosen: what almost everybody wants. */
export function ChooseStep({
  state,
  moved,
  leave,
  back,
}: StepProps & { state: RestoreState; back: () => void }) {
  const { t } = useTranslation()
  const { practice, place, backups } = state.source
  const [chosen, choose] = useState(state.check.backup || (backups[0]?.id ?? ''))
  const check = useMutation({ mutationFn: () => restore.Check(chosen), onSuccess: moved })
  const about = (row: BackupRow) =>
    [
      row.device,
      t('backup.records', { records: count(row.records) }),
      bytes(row.size),
      row.verifiedShown && t('backup.verified', { time: row.verifiedShown }),
    ]
      .filter(Boolean)
      .join(' · ')
  return (
    <div className={classes.form}>
      <p>{t('restore.found', { practice, place, count: backups.length })}</p>
      <Radio.Group label={t('restore.choose')} value={chosen} onChange={choose}>
        <div className={classes.backups}>
          {backups.map((row) => (
            <Radio key={row.id} value={row.id} label={row.shown} description={about(row)} />
          ))}
        </div>
      </Radio.Group>
      {check.error && state.phase !== 'failed' && <FailurePanel failure={check.error} />}
      <Group>
        <Button onClick={() => check.mutate()} loading={check.isPending} disabled={chosen === ''}>
          {t('restore.checkAct')}
        </Button>
        <Button variant="default" onClick={back}>
          {t('act.back')}
        </Button>
        <Button variant="subtle" onClick={leave}>
          {t('act.cancel')}
        </Button>
      </Group>
    </div>
  )
}
