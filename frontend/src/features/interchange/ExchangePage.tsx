import { useTranslation } from 'react-i18next'
import { PageBody } from '@/components/PageBody'
import { PageHead } from '@/components/PageHead'
import classes from './ExchangePage.module.css'
import { ExportCard } from './ExportCard'
import { ImportCard } from './ImportCard'

export function ExchangePage() {
  const { t } = useTranslation()
  return (
    <PageBody narrow>
      <PageHead title={t('exchange.title')} below={t('exchange.below')} />
      <div className={classes.stack}>
        <ImportCard />
        <ExportCard />
      </div>
    </PageBody>
  )
}
