import { expect, it } from 'vitest'
import { splitWords } from './useWords'

it.each([
  ['  Abandon ability\nable ', ['abandon', 'ability', 'able']],
  ['1. abandon 2. ability, 3) able', ['abandon', 'ability', 'able']],
  ['', []],
])('reads %j', (text, words) => {
  expect(splitWords(text)).toEqual(words)
})
