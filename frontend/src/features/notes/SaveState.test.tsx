import { MantineProvider } from '@mantine/core'
import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { startTexts } from '@/lib/i18n'
import type { AutosaveView } from '@/lib/useAutosave'
import { SaveState } from './SaveState'

const view = (state: AutosaveView['state']): AutosaveView => ({
  state,
  savedShown: '09:05:12',
  error: null,
})
const shown = (state: AutosaveView['state']) => (
  <MantineProvider>
    <SaveState saving={view(state)} />
  </MantineProvider>
)

beforeAll(() => startTexts())
afterEach(() => vi.useRealTimers())

it('says that a note is not saved when that takes long, and takes it back when it is', () => {
  vi.useFakeTimers()
  const { rerender } = render(shown('saving'))
  expect(screen.getByText(/^Saving/)).toBeTruthy()
  act(() => void vi.advanceTimersByTime(3_000))
  expect(screen.getByRole('status').textContent).toMatch(/^Not saved yet/)
  rerender(shown('clean'))
  expect(screen.getByText('Saved on this laptop 09:05:12')).toBeTruthy()
  rerender(shown('saving'))
  expect(screen.getByText(/^Saving/)).toBeTruthy()
})
