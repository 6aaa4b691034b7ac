import { useEffect, useState } from 'react'
import { Navigate, Route, Routes, useLocation } from 'react-router'
import { Guard } from '@/components/Guard'
import { AlarmsPage } from '@/features/sync/AlarmsPage'
import { LogDrawer } from '@/features/sync/LogDrawer'
import { BackupPage } from '@/features/backup/BackupPage'
import { ConflictsPage } from '@/features/conflicts/ConflictsPage'
import { ExchangePage } from '@/features/interchange/ExchangePage'
import { KeysHelp } from '@/features/palette/KeysHelp'
import { Palette } from '@/features/palette/Palette'
import { NotePane } from '@/features/notes/NotePane'
import { PatientPage } from '@/features/patient/PatientPage'
import { PatientForm } from '@/features/patients/PatientForm'
import { PatientsPage } from '@/features/patients/PatientsPage'
import { PracticePage } from '@/features/practice/PracticePage'
import { TodayPage } from '@/features/today/TodayPage'
import { forgetActs } from '@/lib/undo'
import { Bar } from './Bar'
import { IdleWarning } from './IdleWarning'
import { Rail } from './Rail'
import { Routed } from './Routed'
import { RemotePage } from '@/features/remote/RemotePage'
import { useAppKeys } from './useAppKeys'
import classes from './Shell.module.css'

/** The window of somebody who is signed in. */
export function Shell() {
  return (
    <Routed>
      <Screens />
    </Routed>
  )
}

function Screens() {
  const [open, setOpen] = useState<'' | 'palette' | 'keys' | 'log'>('')
  const { pathname } = useLocation()
  useAppKeys({ palette: () => setOpen('palette'), help: () => setOpen('keys') })
  useEffect(() => forgetActs, [])
  const close = () => setOpen('')
  return (
    <div className={classes.shell}>
      <Bar search={() => setOpen('palette')} log={() => setOpen('log')} />
      <Rail />
      <main className={classes.main}>
        <Guard key={pathname}>
          <Routes>
            <Route path="/" element={<TodayPage />} />
            <Route path="/patients" element={<PatientsPage />} />
            <Route path="/patients/new" element={<PatientForm />} />
            <Route path="/patients/:id" element={<PatientPage NotePane={NotePane} />} />
            <Route path="/patients/:id/edit" element={<PatientForm />} />
            <Route path="/conflicts" element={<ConflictsPage />} />
            <Route path="/conflicts/:id" element={<ConflictsPage />} />
            <Route path="/alarms" element={<AlarmsPage />} />
            <Route path="/backup" element={<BackupPage />} />
            <Route path="/backup/storage" element={<RemotePage />} />
            <Route path="/exchange" element={<ExchangePage />} />
            <Route path="/practice" element={<PracticePage />} />
            <Route path="*" element={<Navigate to="/" replace />} />
          </Routes>
        </Guard>
      </main>
      <Palette opened={open === 'palette'} close={close} help={() => setOpen('keys')} />
      <KeysHelp opened={open === 'keys'} close={close} />
      <LogDrawer opened={open === 'log'} close={close} />
      <IdleWarning />
    </div>
  )
}
