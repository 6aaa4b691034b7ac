import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { FailurePanel } from '@/components/FailurePanel'
import { Keys } from '@/components/Keys'
import { PageBody } from '@/components/PageBody'
import { PageHead } from '@/components/PageHead'
import { WorkBar } from '@/components/WorkBar'
import { sync } from '@/lib/api'
import { KEY } from '@/lib/queries'
import { useSession } from '@/lib/session'
import { BackupList } from './BackupList'
import classes from './BackupPage.module.css'
import { BackupReport } from './BackupReport'
import { CheckCard } from './CheckCard'
import { LaptopList } from './LaptopList'
import { useBackupWork } from './useBackupWork'

export function BackupPage() {
  const { t } = useTranslation()
  const { abilities } = useSession()
  const work = useBackupWork()
  const { data: status } = useQuery({ queryKey: [KEY.sync], queryFn: () => sync.Status() })
  const nowhere = status?.place === ''
  return (
    <PageBody>
      <PageHead
        title={t('backup.title')}
        below={t('backup.below')}
        actions={
          <>
            {abilities.managePractice && (
              <Button
                component={Link}
                to="/backup/storage"
                variant={nowhere ? 'filled' : 'default'}
              >
                {nowhere ? t('sync.setRemote') : t('backup.storage')}
              </Button>
            )}
            {!nowhere && (
              <Button
                onClick={() => work.now.mutate()}
                loading={work.now.isPending}
                disabled={work.busy !== null}
                rightSection={<Keys keys={t('key.sync')} />}
              >
                {t('backup.now')}
              </Button>
            )}
          </>
        }
      />
      {work.busy && <WorkBar event="backup:progress" label={t(`backup.work.${work.busy}`)} />}
      {work.failure && <FailurePanel failure={work.failure} />}
      <BackupReport work={work} />
      <div className={classes.columns}>
        {status && <BackupList nowhere={nowhere} />}
        <div className={classes.side}>
          <CheckCard work={work} />
          <LaptopList />
        </div>
      </div>
    </PageBody>
  )
}
