import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import type { PatientRecord } from '@/lib/api/types'
import { useSession } from '@/lib/session'
import { ContactCard } from './ContactCard'
import { PatientBanner } from './PatientBanner'
import classes from './PatientPage.module.css'

/**
 * A patient whose clinical record may not be seen, or cannot be read: no card may look as if there were
 * nothing in it.
 */
export function ClosedRecord({ patient, record }: { patient: string; record: PatientRecord }) {
  const { t } = useTranslation()
  const { abilities } = useSession()
  return (
    <div className={classes.page}>
      <PatientBanner record={record} />
      <div className={classes.columns}>
        <div className={classes.left}>
          <ContactCard patient={patient} contact={record.contact} write={abilities.writeDesk} />
        </div>
        <div className={classes.middle}>
          <Card title={t(abilities.readCare ? 'care.unreadable' : 'care.closed')}>
            <Empty>{record.closed}</Empty>
          </Card>
        </div>
      </div>
    </div>
  )
}
