import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FailurePanel } from '@/components/FailurePanel'
import { restore } from '@/lib/api'
import type { RestoreState } from '@/lib/api/types'
import { ProgressCard } from './ProgressCard'
import classes from './restore.module.css'
import type { StepProps } from './step'

/** It can be paused, and begun again after a lost line or a closed window. */
export function RunStep({
  state,
  moved,
  leave,
  back,
}: StepProps & { state: RestoreState; back: () => void }) {
  const { t } = useTranslation()
  const going = state.phase === 'running'
  const failed = state.phase === 'failed'
  const turn = useMutation({
    mutationFn: () => (going ? restore.Pause() : restore.Resume()),
    onSuccess: moved,
  })
  const act = going ? t('restore.pause') : t(failed ? 'restore.again' : 'restore.resume')
  return (
    <ProgressCard title={t('restore.running', { place: state.source.place })} state={state}>
      {turn.error && <FailurePanel failure={turn.error} />}
      <Group>
        <Button
          variant={going ? 'default' : 'filled'}
          onClick={() => turn.mutate()}
          loading={turn.isPending}
        >
          {act}
        </Button>
        {failed && (
          <Button variant="default" onClick={back}>
            {t('restore.another')}
          </Button>
        )}
        <Button variant="subtle" onClick={leave}>
          {t('restore.stop')}
        </Button>
      </Group>
      <p className={classes.quiet}>{t('restore.survives')}</p>
    </ProgressCard>
  )
}
