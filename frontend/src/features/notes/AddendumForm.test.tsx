import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Note, NoteSave, SessionState } from '@/lib/api/types'
import { flushAll } from '@/lib/flush'
import { startTexts } from '@/lib/i18n'
import { makeQueries } from '@/lib/queries'
import { SessionProvider } from '@/lib/session'
import { AddendumForm } from './AddendumForm'

const note = { id: 'signed', begun: null } as unknown as Note
const begun = { id: 'draft', text: '', savedShown: '', token: 't0', versions: [] }
const shown = vi.fn()
let kept: NoteSave[]
let signed: NoteSave[]

beforeAll(() => startTexts())

beforeEach(() => {
  vi.useFakeTimers()
  kept = []
  signed = []
  vi.stubGlobal('go', {
    app: {
      Notes: {
        Addend: () => Promise.resolve({ ...note, begun }),
        Save: (input: NoteSave) => {
          kept.push(input)
          const saved = { savedAt: '', savedShown: '09:05:12', conflict: false }
          return Promise.resolve({ ...saved, token: `t${kept.length}` })
        },
        Sign: (input: NoteSave) => {
          signed.push(input)
          return Promise.resolve(note)
        },
      },
    },
  })
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const wait = (millis: number) => act(() => vi.advanceTimersByTimeAsync(millis))
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox')
const type = (text: string) => fireEvent.change(field(), { target: { value: text } })

function open(from: Note) {
  const session = { preferences: { locale: 'en-GB', singleKeys: true } } as SessionState
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={makeQueries()}>
        <SessionProvider state={session}>
          <AddendumForm note={from} show={shown} close={() => undefined} />
        </SessionProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

async function begin() {
  open(note)
  fireEvent.click(screen.getByRole('button', { name: 'Add an addendum' }))
  await wait(0)
}

it('saves itself while it is written, each time with the token of what was shown', async () => {
  await begin()
  type('The dose')
  await wait(1000)
  expect(screen.getByText('Saved on this laptop 09:05:12')).toBeTruthy()
  type('The dose was 12.5')
  await wait(1000)
  expect(kept).toEqual([
    { id: 'draft', title: '', text: 'The dose', token: 't0' },
    { id: 'draft', title: '', text: 'The dose was 12.5', token: 't1' },
  ])
})

it('is handed over at once when the screen locks or closes', async () => {
  await begin()
  type('The dose')
  await act(() => flushAll())
  expect(kept.map(({ text }) => text)).toEqual(['The dose'])
})

it('is handed over when one leaves the note', async () => {
  await begin()
  type('The dose')
  cleanup()
  await wait(0)
  expect(kept.map(({ text }) => text)).toEqual(['The dose'])
})

it('goes on with what was written before', () => {
  open({ ...note, begun: { ...begun, text: 'The dose', savedShown: '09:05:12' } })
  expect(field().value).toBe('The dose')
})

it('is signed with what was typed last', async () => {
  await begin()
  type('The dose was 12.5')
  fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true })
  await wait(0)
  expect(signed).toEqual([{ id: 'draft', title: '', text: 'The dose was 12.5', token: 't1' }])
})
