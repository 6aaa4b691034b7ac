import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { MemoryRouter, useLocation } from 'react-router'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { PatientPage, PatientQuery, SessionState } from '@/lib/api/types'
import { startTexts } from '@/lib/i18n'
import { KEY, makeQueries } from '@/lib/queries'
import { SessionProvider } from '@/lib/session'
import { Palette } from './Palette'

// Go's answers, which the tests hold back as a slow disk would.
let asked: { text: string; answer: (page: PatientPage) => void; fail: (why: Error) => void }[]
let queries: QueryClient
const close = vi.fn()

beforeAll(() => startTexts())

beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  queries = makeQueries()
  close.mockClear()
  vi.stubGlobal('go', {
    app: {
      Patients: {
        Page: ({ text }: PatientQuery) =>
          new Promise<PatientPage>((answer, fail) => asked.push({ text, answer, fail })),
      },
    },
  })
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <MemoryRouter>
          <SessionProvider state={{ abilities: {} } as SessionState}>
            <Palette opened close={close} help={() => undefined} />
            <Where />
          </SessionProvider>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const Where = () => <output>{useLocation().pathname}</output>
const where = () => document.querySelector('output')?.textContent
const field = () => screen.getByRole('combobox')
const press = (key: string) => fireEvent.keyDown(field(), { key })
const type = (text: string) => fireEvent.change(field(), { target: { value: text } })
const wait = (millis: number) => act(() => vi.advanceTimersByTimeAsync(millis))
const marked = () => screen.queryByRole('option', { selected: true })?.textContent?.trim()

async function answer(text: string, ...names: string[]) {
  const rows = names.map((name) => ({ id: name.toLowerCase(), name }))
  const page = { rows, next: '', total: rows.length } as unknown as PatientPage
  asked.find((one) => one.text === text)?.answer(page)
  await wait(0)
}

/** The patients of one text are shown. */
async function shown(text: string, ...names: string[]) {
  type(text)
  await wait(100)
  await answer(text, ...names)
}

it('opens the first of what is shown for exactly what is typed', async () => {
  await shown('samp', 'Sample-A', 'Sample-B')
  expect(marked()).toBe('Sample-A')
  press('Enter')
  expect(where()).toBe('/patients/sample-a')
  expect(close).toHaveBeenCalledOnce()
})

it('never opens a patient of an older text: Enter waits for the answer, shows it, and takes the first', async () => {
  await shown('samp', 'Sample-A')
  type('sample-b')
  press('Enter')
  expect(screen.getByText(/^Searching/)).toBeTruthy()
  expect(marked()).toBeUndefined()
  await wait(50)
  press('Enter')
  expect(where()).toBe('/')
  await wait(1000) // asked, and Go is slow
  press('Enter')
  expect(where()).toBe('/')
  await answer('sample-b', 'Sample-B', 'Sample-C')
  expect(where()).toBe('/patients/sample-b')
  expect(close).toHaveBeenCalledOnce()
})

it('waits for the first answer of all as well', async () => {
  type('sample-b')
  press('Enter')
  await wait(100)
  await answer('sample-b', 'Sample-B')
  expect(where()).toBe('/patients/sample-b')
})

it('does not take an answer that comes late for an older text', async () => {
  type('samp')
  await wait(100)
  type('sample-b')
  press('Enter')
  await answer('samp', 'Sample-A')
  await wait(100)
  expect(where()).toBe('/')
  await answer('sample-b', 'Sample-B')
  expect(where()).toBe('/patients/sample-b')
})

it.each(['ArrowDown', 'ArrowUp'])(
  'stops waiting at %s, and then opens nothing unseen',
  async (key) => {
    await shown('samp', 'Sample-A', 'Sample-B')
    type('sample')
    press('Enter')
    press(key)
    press('Enter')
    expect(screen.queryByText(/^Searching/)).toBeNull()
    await wait(100)
    await answer('sample', 'Sample-C', 'Sample-D')
    expect(where()).toBe('/')
    expect(marked()).toBe('Sample-C')
    press('ArrowDown')
    press('Enter')
    expect(where()).toBe('/patients/sample-d')
  },
)

it('stops waiting when one types on', async () => {
  type('samp')
  press('Enter')
  type('sample')
  await wait(100)
  await answer('sample', 'Sample-A')
  expect(where()).toBe('/')
})

it('stops waiting at Escape', () => {
  type('samp')
  press('Enter')
  press('Escape')
  expect(close).toHaveBeenCalledOnce()
})

it('opens nothing where nobody is found, or where the search fails, and says which', async () => {
  type('samplx')
  press('Enter')
  await wait(100)
  await answer('samplx')
  expect(screen.getByText(/^Nothing found/)).toBeTruthy()
  type('samply')
  press('Enter')
  await wait(100)
  asked.at(-1)?.fail(new Error('{"code":"internal","message":"The file could not be read."}'))
  await wait(0)
  expect(screen.getByRole('alert').textContent).toContain('The file could not be read.')
  expect(screen.queryByText(/^Nothing found/)).toBeNull()
  expect(where()).toBe('/')
  expect(close).not.toHaveBeenCalled()
})

it('chooses nobody with the Enter that ends a composed letter', async () => {
  await shown('samp', 'Sample-A')
  fireEvent.keyDown(field(), { key: 'Enter', isComposing: true })
  expect(where()).toBe('/')
})

it('does not move what is shown when sync brings patients', async () => {
  await shown('samp', 'Sample-B')
  void queries.invalidateQueries({ queryKey: [KEY.patients] })
  await wait(5000)
  expect(asked.length).toBe(1)
})

it('still finds an act by its words', async () => {
  type('alarm')
  press('Enter')
  await wait(100)
  await answer('alarm')
  expect(where()).toBe('/alarms')
})
