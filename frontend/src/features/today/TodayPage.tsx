import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Keys } from '@/components/Keys'
import { PageBody } from '@/components/PageBody'
import { PageHead } from '@/components/PageHead'
import { useSession } from '@/lib/session'
import { DraftsCard } from './DraftsCard'
import { NeedsCard } from './NeedsCard'
import { SafeCard } from './SafeCard'
import classes from './TodayPage.module.css'

/** The first screen: what is unfinished, what needs a person, what is safe. */
export function TodayPage() {
  const { t } = useTranslation()
  const go = useNavigate()
  const { practice, abilities } = useSession()
  return (
    <PageBody>
      <PageHead
        title={practice}
        below={t('today.below')}
        actions={
          <>
            <Button variant="default" onClick={() => void go('/patients')}>
              {t('today.openPatients')}
            </Button>
            {abilities.writeDesk && (
              <Button
                onClick={() => void go('/patients/new')}
                rightSection={<Keys keys={t('key.patient')} />}
              >
                {t('patients.new')}
              </Button>
            )}
          </>
        }
      />
      <div className={classes.columns}>
        {abilities.writeCare && <DraftsCard />}
        <div className={classes.side}>
          <NeedsCard />
          <SafeCard />
        </div>
      </div>
    </PageBody>
  )
}
