import { Navigate, Route, Routes } from 'react-router'
import { FirstRun } from '@/features/first-run/FirstRun'
import { WelcomePage } from '@/features/first-run/WelcomePage'
import { RestorePage } from '@/features/restore/RestorePage'
import { Routed } from './Routed'

export { Recover } from '@/features/unlock/Recover'

/** While there is no practice on this laptop: begin one, try one, or bring one back. */
export function Entry() {
  return (
    <Routed>
      <Routes>
        <Route path="/" element={<WelcomePage />} />
        <Route path="/begin" element={<FirstRun />} />
        <Route path="/restore" element={<RestorePage />} />
        <Route path="*" element={<Navigate to="/" replace />} />
      </Routes>
    </Routed>
  )
}
