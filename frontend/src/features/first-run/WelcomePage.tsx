import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { FailurePanel } from '@/components/FailurePanel'
import { Front } from '@/components/Front'
import { PageHead } from '@/components/PageHead'
import { WorkBar } from '@/components/WorkBar'
import { setup } from '@/lib/api'
import { KEY } from '@/lib/queries'
import { useEnter } from '@/lib/session'
import { Choice } from './Choice'
import classes from './WelcomePage.module.css'

/** Three ways in: a practice of one's own, one to try, one that was lost. */
export function WelcomePage() {
  const { t } = useTranslation()
  const go = useNavigate()
  const enter = useEnter()
  const { data } = useQuery({ queryKey: [KEY.setup], queryFn: () => setup.Progress() })
  const demo = useMutation({ mutationFn: () => setup.TryDemo(), onSuccess: enter })
  const begun = data !== undefined && data.step !== 'language'
  return (
    <Front>
      <PageHead title={t('welcome.title')} below={t('welcome.below')} />
      <div className={classes.choices}>
        <Choice
          title={begun ? t('welcome.resume') : t('welcome.create')}
          below={begun ? t('welcome.resumeBelow') : t('welcome.createBelow')}
        >
          <Button onClick={() => void go('/begin')}>
            {begun ? t('welcome.resumeAct') : t('welcome.createAct')}
          </Button>
        </Choice>
        <Choice title={t('welcome.demo')} below={t('welcome.demoBelow')}>
          <Button variant="default" onClick={() => demo.mutate()} loading={demo.isPending}>
            {t('welcome.demoAct')}
          </Button>
        </Choice>
        <Choice title={t('welcome.restore')} below={t('welcome.restoreBelow')}>
          <Button variant="default" onClick={() => void go('/restore')}>
            {t('welcome.restoreAct')}
          </Button>
        </Choice>
      </div>
      {demo.isPending && <WorkBar event="demo:progress" label={t('welcome.demoWork')} />}
      {demo.error && <FailurePanel failure={demo.error} />}
    </Front>
  )
}
