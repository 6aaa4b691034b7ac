import { expect, it } from 'vitest'
import { keyName } from './keys'

const press = (key: string, part: KeyboardEventInit = {}) =>
  keyName(new KeyboardEvent('keydown', { key, ...part }))

it.each([
  ['k', { ctrlKey: true }, 'mod+k'],
  ['K', { metaKey: true }, 'mod+k'],
  ['P', { ctrlKey: true, shiftKey: true }, 'mod+shift+p'],
  ['?', { shiftKey: true }, '?'],
  ['/', {}, '/'],
  ['Enter', { ctrlKey: true }, 'mod+Enter'],
])('%s is read as typed', (key, part, name) => {
  expect(press(key, part)).toBe(name)
})
