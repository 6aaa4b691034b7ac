import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** 0 very weak … 4 very strong. */
export type Score = 0 | 1 | 2 | 3 | 4

/** The longest stretch that is looked at, in characters: the estimate's time grows faster than the length. */
const longest = 40

let estimator: Promise<ZxcvbnFactory> | undefined

/** Reads the word lists, which takes a third of a second: before anybody types. */
export function prepare() {
  estimator ??= load()
}

/**
 * How hard a password is to guess, as zxcvbn estimates it (Wheeler, USENIX Security 2016). Its word lists are
 * larger than the window itself, so they are read when the first password is judged.
 */
export async function guessability(password: string, known: string[]): Promise<Score> {
  estimator ??= load()
  return (await estimator).check(password.slice(0, longest), known).score
}

async function load(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  // As large as all others together; the names that matter here are the known ones.
  const large = ['lastnames-en', 'wikipedia-en']
  const words = Object.entries(english.dictionary).filter(([name]) => !large.includes(name))
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...Object.fromEntries(words) },
    graphs: common.adjacencyGraphs,
  })
}
