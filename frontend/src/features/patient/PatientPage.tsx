import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useDocumentTitle } from '@mantine/hooks'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { FailurePanel } from '@/components/FailurePanel'
import { Waiting } from '@/components/Waiting'
import { patients } from '@/lib/api'
import { KEY } from '@/lib/queries'
import { useSession } from '@/lib/session'
import { AllergyCard } from './AllergyCard'
import { ClosedRecord } from './ClosedRecord'
import { ContactCard } from './ContactCard'
import { MeasureCard } from './MeasureCard'
import { MedicationCard } from './MedicationCard'
import { PatientBanner } from './PatientBanner'
import classes from './PatientPage.module.css'
import { ProblemCard } from './ProblemCard'
import { TimelineCard } from './TimelineCard'
import { useStartNote } from './useStartNote'

export interface NotePaneProps {
  note: string
  patient: string
  close: () => void
}

/** One patient: who it is always on top, the note in the middle, the record around it. */
export function PatientPage({ NotePane }: { NotePane: ComponentType<NotePaneProps> }) {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  const queries = useQueryClient()
  const { abilities } = useSession()
  const note = search.get('note') ?? ''
  const { data, dataUpdatedAt, error, refetch } = useQuery({
    queryKey: [KEY.patient, id],
    queryFn: () => patients.Open(id),
  })
  useDocumentTitle(t('app.title', { title: t('patients.one') }))
  const open = (name: string) => setSearch(name ? { note: name } : {})
  const write = abilities.writeCare && data?.closed === ''
  const start = useStartNote(id, write, open)
  if (error) return <FailurePanel failure={error} again={() => void refetch()} />
  if (!data) return <Waiting />
  const changed = () => void queries.invalidateQueries({ queryKey: [KEY.patient, id] })
  if (data.closed) return <ClosedRecord patient={id} record={data} />
  const timeline = (
    <TimelineCard
      key={note ? 'aside' : 'middle'}
      patient={id}
      first={data.timeline}
      firstAt={dataUpdatedAt}
      open={open}
      start={write && !note ? start.act : undefined}
      draft={data.draft}
      failure={start.failure}
    />
  )
  return (
    <div className={classes.page}>
      <PatientBanner record={data} />
      <div className={classes.columns}>
        <div className={classes.left}>
          <AllergyCard patient={id} allergies={data.allergies} write={write} changed={changed} />
          <ProblemCard patient={id} problems={data.problems} write={write} changed={changed} />
          <MedicationCard
            patient={id}
            medications={data.medications}
            write={write}
            changed={changed}
          />
          <ContactCard patient={id} contact={data.contact} write={abilities.writeDesk} />
        </div>
        <div className={classes.middle}>
          {note ? (
            <NotePane key={note} note={note} patient={id} close={() => open('')} />
          ) : (
            timeline
          )}
        </div>
        <div className={classes.right}>
          <MeasureCard patient={id} series={data.series} write={write} changed={changed} />
          {note && timeline}
        </div>
      </div>
    </div>
  )
}
