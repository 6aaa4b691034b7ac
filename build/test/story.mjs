// The story of a practice, end to end: Chromium drives the real program (with real bindings, a real
// keychain, a real S3 server) from the first run to the restore on a second laptop. Usage:
// node story.mjs WORK PICTURES; windows.sh starts it and owns both folders.
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { looker, openBrowser, openWindow } from './browser.mjs'
import { firstRun } from './first-run.mjs'
import { startLaptop } from './laptop.mjs'
import { endAll } from './process.mjs'
import { record } from './record.mjs'
import { restore, safety } from './safety.mjs'
import { findInClear } from './scan.mjs'
import { equal, none, run } from './steps.mjs'
import { startStorage } from './storage.mjs'

const [work, pictures] = process.argv.slice(2)
const program = path.resolve(import.meta.dirname, '../bin/farne-dev')
const findings = { console: [], policy: [], axe: [] }
const story = {
  work,
  look: looker(pictures, findings),
  secrets: {
    canary: `kittiwake${crypto.randomBytes(6).toString('hex')}`,
    password: `seven ${crypto.randomBytes(6).toString('hex')} ferries`,
    second: `nine ${crypto.randomBytes(6).toString('hex')} selkies`,
    words: [],
  },
  /** Starts a laptop, and opens its window in the browser. */
  async open(name) {
    story.laptop = await startLaptop(work, name, program)
    story.page = await openWindow(story.browser, story.laptop.url, findings)
    return story.page
  },
}

const steps = [
  [
    'the S3 server, the browser and the first laptop start',
    async () => {
      fs.mkdirSync(pictures, { recursive: true })
      story.storage = await startStorage(work)
      story.browser = await openBrowser()
      await story.open('kirkwall')
    },
  ],
  ...[...firstRun, ...record, ...safety, ...restore].map(([name, act]) => [name, () => act(story)]),
  ['nothing broke the content security policy', async () => none(findings.policy, 'violations')],
  ['nothing went wrong in the console', async () => none(findings.console, 'errors')],
  ['axe found nothing serious, in light or in dark', async () => none(findings.axe, 'findings')],
  ['what was written stands nowhere in clear', scan],
]

/** Everything has ended, so all that it would ever write is on the disk. */
async function scan() {
  await story.page.close()
  await endAll()
  const { canary, password, second, words } = story.secrets
  const texts = {
    'the note': canary,
    'a password': password,
    'the second password': second,
    'the recovery words': words.slice(0, 4).join(' '),
    'the secret key of the storage': story.storage.secret,
    'a patient': 'Eichmann',
  }
  // The scan itself is tried first: what it must find, in each encoding.
  const control = path.join(work, 'control')
  fs.mkdirSync(control)
  fs.writeFileSync(path.join(control, 'a'), `x${canary}`)
  fs.writeFileSync(path.join(control, 'b'), Buffer.from(`x${canary}`, 'utf16le'))
  equal(findInClear(control, { canary }).found.length, 2, 'what the scan finds where it stands')
  for (const folder of ['kirkwall', 'stromness', 'storage'].map((name) => path.join(work, name))) {
    const { found, files } = findInClear(folder, texts)
    none(found, `in clear below ${path.basename(folder)}`)
    if (files < 5) throw new Error(`${folder} has only ${files} files: the scan looked at nothing`)
  }
  for (const log of fs.readdirSync(work).filter((name) => name.endsWith('.log'))) {
    const text = fs.readFileSync(path.join(work, log), 'utf8')
    none(
      Object.keys(texts).filter((what) => text.includes(texts[what])),
      `in clear in ${log}`,
    )
  }
}

const passed = await run('window story', steps, async () => {
  await story.page?.screenshot({ path: path.join(pictures, 'failed.png'), timeout: 5_000 })
}).finally(async () => {
  await Promise.race([story.browser?.close(), new Promise((done) => setTimeout(done, 5_000))])
  await endAll()
})
process.exit(passed ? 0 : 1)
