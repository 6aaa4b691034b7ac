import { useTranslation } from 'react-i18next'
import { PageBody } from '@/components/PageBody'
import { PageHead } from '@/components/PageHead'
import { useSession } from '@/lib/session'
import { CipherCard } from './CipherCard'
import { PeopleCard } from './PeopleCard'
import classes from './PracticePage.module.css'
import { PreferencesCard } from './PreferencesCard'

export function PracticePage() {
  const { t } = useTranslation()
  const { practice } = useSession()
  return (
    <PageBody narrow>
      <PageHead title={t('practice.title')} below={practice} />
      <div className={classes.stack}>
        <PreferencesCard />
        <PeopleCard />
        <CipherCard />
      </div>
    </PageBody>
  )
}
