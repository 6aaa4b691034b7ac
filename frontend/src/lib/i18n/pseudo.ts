import type { PostProcessorModule } from 'i18next'

const accents: Record<string, string> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'í',
  n: 'ñ',
  o: 'ó',
  s: 'š',
  u: 'ú',
  y: 'ý',
  z: 'ž',
  A: 'Á',
  C: 'Ç',
  E: 'É',
  I: 'Í',
  N: 'Ñ',
  O: 'Ó',
  S: 'Š',
  U: 'Ú',
  Y: 'Ý',
  Z: 'Ž',
}

/** Accented, 40 % longer and in brackets: what has no brackets on a screen is not translated. */
export function pseudo(text: string): string {
  const changed = text.replace(/[a-zA-Z]/g, (letter) => accents[letter] ?? letter)
  return `⟦${changed}${'·'.repeat(Math.ceil(text.length * 0.4))}⟧`
}

/** Turns every text of the locale en-XA into its pseudo form. */
export const pseudoLocale: PostProcessorModule = {
  type: 'postProcessor',
  name: 'pseudo',
  process: (value: string, _key, _options, translator: { language?: string }) =>
    translator.language === 'en-XA' ? pseudo(value) : value,
}
