import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FailurePanel } from '@/components/FailurePanel'
import { Failure } from '@/lib/api'
import type { RestoreState } from '@/lib/api/types'
import { bytes, count } from '@/lib/format'
import { ProgressCard } from './ProgressCard'
import classes from './restore.module.css'
import type { StepProps } from './step'
import { TakeOver } from './TakeOver'

/** What the backup holds, seen before anything changes. */
export function CheckStep({
  state,
  moved,
  leave,
  back,
}: StepProps & { state: RestoreState; back: () => void }) {
  const { t } = useTranslation()
  const { check } = state
  if (state.phase === 'checking') {
    return (
      <ProgressCard title={t('restore.checking')} state={state}>
        <Group>
          <Button variant="default" onClick={leave}>
            {t('restore.stopCheck')}
          </Button>
        </Group>
      </ProgressCard>
    )
  }
  const sound = check.problems.length === 0
  return (
    <div className={classes.form}>
      <dl className={classes.facts}>
        <dt>{t('restore.fact.records')}</dt>
        <dd>{count(check.records)}</dd>
        <dt>{t('restore.fact.size')}</dt>
        <dd>{bytes(check.bytes)}</dd>
        <dt>{t('restore.fact.newest')}</dt>
        <dd>{check.newestShown}</dd>
        <dt>{t('restore.fact.later')}</dt>
        <dd>{count(check.later)}</dd>
        <dt>{t('restore.fact.problems')}</dt>
        <dd>{sound ? t('restore.noProblems') : count(check.problems.length)}</dd>
      </dl>
      {sound && <TakeOver state={state} moved={moved} leave={leave} back={back} />}
      {!sound && (
        <>
          <FailurePanel
            failure={new Failure('integrity', check.problems.join(' '), t('restore.damaged'))}
          />
          <Group>
            <Button onClick={back}>{t('restore.another')}</Button>
            <Button variant="subtle" onClick={leave}>
              {t('act.cancel')}
            </Button>
          </Group>
        </>
      )}
    </div>
  )
}
