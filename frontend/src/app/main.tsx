import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './tokens.css'

import { setNonce } from 'get-nonce'
import { createRoot } from 'react-dom/client'
import { startTexts } from '@/lib/i18n'
import { guardLinks } from '@/lib/links'
import { nonce } from '@/lib/nonce'
import { App } from './App'

// Libraries that write their own <style> elements ask get-nonce; Mantine is told in App.
setNonce(nonce())
guardLinks()

const root = document.getElementById('root')
if (root) void startTexts().then(() => createRoot(root).render(<App />))
