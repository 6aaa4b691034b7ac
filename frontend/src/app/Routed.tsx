import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { HashRouter } from 'react-router'

/** What every world with more than one screen needs, and the locked screen does not: it is read with them. */
export function Routed({ children }: { children: ReactNode }) {
  return (
    <HashRouter>
      {children}
      <Notifications position="bottom-right" zIndex={400} />
    </HashRouter>
  )
}
