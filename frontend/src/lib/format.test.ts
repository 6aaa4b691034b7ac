import { expect, it } from 'vitest'
import { span } from './format'

it('says a span of minutes in the unit that people would use', () => {
  expect(span(7)).toBe('7 minutes')
  expect(span(180)).toBe('3 hours')
  expect(span(4320)).toBe('3 days')
})
