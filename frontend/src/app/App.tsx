import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Guard } from '@/components/Guard'
import { on, session } from '@/lib/api'
import { flushAll } from '@/lib/flush'
import { nonce } from '@/lib/nonce'
import { followEvents, makeQueries } from '@/lib/queries'
import { followSession } from '@/lib/session'
import { Gate } from './Gate'
import { schemes, theme, variables } from './theme'

export function App() {
  const [queries] = useState(makeQueries)
  useEffect(() => followEvents(queries), [queries])
  useEffect(() => followSession(queries), [queries])
  useEffect(() => on('session:flush', () => void flushAll().then(() => session.Flushed())), [])
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
      getStyleNonce={nonce}
    >
      <QueryClientProvider client={queries}>
        <Guard>
          <Gate />
        </Guard>
        <Notifications position="bottom-right" zIndex={400} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
