import postcss from 'postcss'
import { expect, it } from 'vitest'
import { purge } from './unused-styles.ts'

const left = (css: string) => {
  const sheet = postcss.parse(css)
  purge(sheet, (name) => name === 'm_0123abcd')
  return sheet.toString()
}

it('leaves out what only unused components could match', () => {
  expect(left('.m_dead0123:hover{color:red}.m_0123abcd{color:red}')).toBe('.m_0123abcd{color:red}')
  expect(left('.m_dead0123,.m_0123abcd b{color:red}')).toBe('.m_0123abcd b{color:red}')
  expect(left('.m_0123abcd .m_dead0123{color:red}')).toBe('')
  expect(left('@media print{.m_dead0123{color:red}}')).toBe('')
})

it('keeps everything else, and its order', () => {
  for (const css of [
    ':root{--a:1}body{margin:0}',
    '@font-face{font-family:A;src:url(a.woff2)}',
    '@keyframes m_dead0123{from{opacity:0}to{opacity:1}}',
    '.m_0123abcd:not(.m_dead0123){color:red}',
    ':where(.m_dead0123,.m_0123abcd) a{color:red}',
  ])
    expect(left(css)).toBe(css)
})
