// The story of a practice, end to end: Chromium drives the real program (with real bindings, a real
// keychain, a real S3 server) from the first run to the restore on a second laptop. Usage:
// node story.mjs WORK PICTURES; windows.sh starts it and owns both folders.
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { looker, openBrowser, openWindow } from './browser.mjs'
import { firstRun } from './first-run.mjs'
import { confined } from './confined.mjs'
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
  pictures,
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
    'the program with the port opens no home outside the folder of the tests',
    () => confined(program, work),
  ],
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
]
const checks = [
  ['nothing broke the content security policy', async () => none(findings.policy, 'violations')],
  ['nothing went wrong in the console', async () => none(findings.console, 'errors')],
  ['axe found nothing serious, in light or in dark', async () => none(findings.axe, 'findings')],
  ['what was written stands nowhere in clear', scan],
]

/** Everything has ended, so all that it would ever write is on the disk. */
async function scan() {
  await story.page?.close()
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
  provenScan(canary)
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

/** The scan itself is tried: it must find a text wherever it stands, in each encoding. */
function provenScan(canary) {
  const control = path.join(work, 'control')
  fs.mkdirSync(control)
  const wide = Buffer.from(canary, 'utf16le')
  fs.writeFileSync(path.join(control, 'utf8'), `x${canary}x`)
  fs.writeFileSync(path.join(control, 'le'), wide)
  fs.writeFileSync(path.join(control, 'be'), Buffer.from(wide).swap16())
  fs.writeFileSync(path.join(control, 'other'), canary.toUpperCase())
  const files = findInClear(control, { canary }).found.map((line) => line.split(' in ')[1])
  equal(files.sort(), ['be', 'le', 'utf8'], 'where the scan finds what stands there')
}

const passed = await run('window story', steps, checks, async () => {
  await story.page?.screenshot({ path: path.join(pictures, 'failed.png'), timeout: 5_000 })
}).finally(async () => {
  await Promise.race([story.browser?.close(), new Promise((done) => setTimeout(done, 5_000))])
  await endAll()
})
process.exit(passed ? 0 : 1)
