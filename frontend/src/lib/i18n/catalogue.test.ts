import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import i18next from 'i18next'
import { beforeAll, expect, it } from 'vitest'
import { setLanguage, startTexts } from '.'
import { enGB } from './catalogue'
import { pseudo } from './pseudo'

const source = join(import.meta.dirname, '../..')

function flat(part: object, before = ''): string[] {
  return Object.entries(part).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? flat(value, `${before}${name}.`)
      : [`${before}${name}`],
  )
}

const keys = flat(enGB)
const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
  .map((name) => readFileSync(join(source, name), 'utf8'))
  .join('\n')

beforeAll(() => startTexts())

it('has no text that no screen uses', () => {
  const used = (key: string) => {
    const parts = key.replace(/_(zero|one|two|few|many|other)$/, '').split('.')
    const whole = parts.join('.')
    if (code.includes(`'${whole}'`)) return true
    // A key made of a part that is known and one that is not, such as `gender.${…}`.
    return parts.some((_, at) => at > 0 && code.includes(`\`${parts.slice(0, at).join('.')}.\${`))
  }
  expect(keys.filter((key) => !used(key))).toEqual([])
})

it('has every number form that English needs', () => {
  for (const key of keys.filter((one) => one.endsWith('_one'))) {
    expect(keys, key).toContain(key.replace(/_one$/, '_other'))
  }
})

it('makes every text longer and marked in the pseudo-locale, placeholders and all', async () => {
  await setLanguage('en-XA')
  const text = i18next.t('note.saved', { time: '09:05:12' })
  expect(text).toMatch(/^⟦.*09:05:12.*⟧$/u)
  expect(pseudo('Saved').length).toBeGreaterThanOrEqual('Saved'.length * 1.4)
  await setLanguage('en-GB')
  expect(i18next.t('note.saved', { time: '09:05:12' })).toBe('Saved on this laptop 09:05:12')
})

it('counts as people do', () => {
  expect(i18next.t('sync.phase.offline', { count: 1 })).toBe('Offline – 1 change waiting')
  expect(i18next.t('sync.phase.offline', { count: 14 })).toBe('Offline – 14 changes waiting')
  expect(i18next.t('sync.phase.offline', { count: 0 })).toBe('Offline – nothing waits')
})
