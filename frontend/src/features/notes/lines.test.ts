import { expect, it } from 'vitest'
import { markLines } from './lines'

const differing = (text: string, other: string) =>
  markLines(text, other)
    .filter(({ differs }) => differs)
    .map(({ text: line }) => line)

it('marks nothing in equal texts and all in strangers', () => {
  expect(differing('a\nb', 'a\nb')).toEqual([])
  expect(differing('a\nb', 'c')).toEqual(['a', 'b'])
})

it('marks what one side added or changed', () => {
  expect(differing('a\nnew\nb', 'a\nb')).toEqual(['new'])
  expect(differing('a\nb', 'a\nnew\nb')).toEqual([])
  expect(differing('a\nmine\nc', 'a\ntheirs\nc')).toEqual(['mine'])
})

it('keeps every line in order', () => {
  const text = 'x\n\ny\nx'
  expect(
    markLines(text, 'y\nx\n')
      .map(({ text: line }) => line)
      .join('\n'),
  ).toBe(text)
})
