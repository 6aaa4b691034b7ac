import { expect, it } from 'vitest'
import { guessability } from './guessing'

it('tells names, words and rows of keys from what is hard to guess', async () => {
  expect(await guessability('harbour1', ['Harbour'])).toBeLessThan(2)
  expect(await guessability('qwertyuiop', [])).toBeLessThan(2)
  expect(await guessability('tulip ferry cobalt mistaken', [])).toBe(4)
})

it('judges a very long text at once', async () => {
  await guessability('first, so that the word lists are read', [])
  const start = performance.now()
  expect(await guessability('aB3$k'.repeat(800), [])).toBeGreaterThan(0)
  expect(performance.now() - start).toBeLessThan(2000)
})
