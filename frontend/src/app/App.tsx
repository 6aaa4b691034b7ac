import { MantineProvider } from '@mantine/core'
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
      withGlobalClasses={false}
      getStyleNonce={nonce}
    >
      <QueryClientProvider client={queries}>
        <Guard>
          <Gate />
        </Guard>
      </QueryClientProvider>
    </MantineProvider>
  )
}
