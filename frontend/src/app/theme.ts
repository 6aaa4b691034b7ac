import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorScheme,
  type MantineColorSchemeManager,
} from '@mantine/core'
import type { SessionState } from '@/lib/api/types'
import { carriedState } from '@/lib/session'

export const theme = createTheme({
  fontFamily: "'Inter Variable', 'Inter', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  colors: {
    teal: [
      '#e6f3f3',
      '#cde6e7',
      '#a0d0d3',
      '#6fb8bd',
      '#45a2a9',
      '#2a919a',
      '#148089',
      '#0b6b74',
      '#07565e',
      '#044b52',
    ],
    dark: [
      '#e6eff1',
      '#c3d2d6',
      '#a6babf',
      '#7f959c',
      '#2d434b',
      '#263a41',
      '#1a2e34',
      '#14242a',
      '#0d181c',
      '#091215',
    ],
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm', spellCheck: false, autoComplete: 'off' } },
    // Their own header would count as a second banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
    Loader: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { withArrow: true } },
  },
})

/** Mantine's own names for our colours, so that both speak of the same ones. */
export const variables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--card)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--quiet)',
    '--mantine-color-error': 'var(--risk)',
    '--mantine-color-placeholder': 'var(--quiet)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-anchor': 'var(--accent)',
  }
  return { variables: {}, light: shared, dark: shared }
}

export function schemeOf(state: SessionState | undefined): MantineColorScheme {
  const theme = state?.preferences.theme ?? 'system'
  return theme === 'system' ? 'auto' : theme
}

/** Mantine would keep the scheme in the web view's storage; ours comes from Go, with the page. */
export const schemes: MantineColorSchemeManager = {
  get: () => schemeOf(carriedState()),
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
}
