import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { HashRouter } from 'react-router'

/** What every world with more than one screen needs, and the locked screen does not: it is read with them. */
export function Routed({ children }: { children: ReactNode }) {
  return (
    <HashRouter>
      {children}
      {/* No wider than the column beside a note, whose buttons stand at the bottom. */}
      <Notifications position="bottom-right" zIndex={400} containerWidth={288} />
    </HashRouter>
  )
}
