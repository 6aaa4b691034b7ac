import { useTranslation } from 'react-i18next'
import { Row, Rows } from '@/components/Rows'
import type { SyncStatus } from '@/lib/api/types'
import classes from './SafeList.module.css'

/** What is safe, and where: on this laptop and in the backup. */
export function SafeList({ status }: { status: SyncStatus }) {
  const { t } = useTranslation()
  const none = t('state.notYet')
  const place = status.place
  return (
    <Rows label={t('safe.title')}>
      <Row aside={<Time words={status.savedShown || none} />}>{t('safe.saved')}</Row>
      <Row aside={<Time words={status.backupShown || none} age={status.age} />}>
        {place ? t('safe.backupAt', { place }) : t('safe.backup')}
      </Row>
    </Rows>
  )
}

function Time({ words, age }: { words: string; age?: SyncStatus['age'] }) {
  const { t } = useTranslation()
  return (
    <span className={classes.time} data-age={age}>
      {words}
      {age && age !== 'fresh' && ` · ${t(`safe.age.${age}`)}`}
    </span>
  )
}
