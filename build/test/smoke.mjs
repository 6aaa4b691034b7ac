// The real window of the production binary, under Xvfb: its first screen must render, look as it should,
// and say that the record will be encrypted. Usage: node smoke.mjs WORK PICTURES.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { homeOf } from './laptop.mjs'
import { endAll, start, until } from './process.mjs'
import { equal, run } from './steps.mjs'

const [work, pictures] = process.argv.slice(2)
const root = path.resolve(import.meta.dirname, '../..')
const dir = path.join(work, 'smoke')
const [width, height] = [1280, 800]
let env, seconds, pixels

const steps = [
  [
    'the window renders its first screen',
    async () => {
      env = homeOf(dir)
      const began = performance.now()
      const program = start(
        work,
        'smoke',
        'dbus-run-session',
        ['--', path.join(root, 'build/bin/farne')],
        env,
      )
      await until('the first screen', 40, program, () => fs.existsSync(env.FARNE_RENDERED))
      seconds = (performance.now() - began) / 1000
      console.log(`window smoke: the first screen stood after ${seconds.toFixed(2)} s`)
    },
  ],
  [
    'the page reports what it has rendered, and the cipher',
    async () => {
      const said = fs.readFileSync(env.FARNE_RENDERED, 'utf8').trim()
      equal(/^rendered; database encrypted with SQLCipher 4\b/.test(said), true, `"${said}"`)
    },
  ],
  ['the bar is teal, the page is light, and words stand on it', looksRight],
  [
    'it ends when it is asked to, and leaves nothing of the web view',
    async () => {
      await endAll()
      const kept = path.join(env.XDG_DATA_HOME, 'farne')
      const left = fs.existsSync(kept) ? fs.readdirSync(kept, { recursive: true }) : []
      equal(
        left.filter((name) => /localstorage|indexeddb/i.test(name)),
        [],
        'left behind',
      )
    },
  ],
]

/** The picture is of the frame after the one that was reported, so a few are tried. */
async function looksRight() {
  const tokens = fs.readFileSync(path.join(root, 'frontend/src/app/tokens.css'), 'utf8')
  const bar = /--bar: #([0-9a-f]{6})/.exec(tokens)[1]
  let problem
  for (let tries = 0; tries < 20; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    pixels = picture()
    problem = problemOf(bar)
    if (!problem) return
  }
  throw new Error(problem)
}

function picture() {
  const file = path.join(pictures, 'smoke.png')
  fs.mkdirSync(pictures, { recursive: true })
  execFileSync('import', ['-window', 'root', file], { env, timeout: 10_000 })
  const raw = ['-depth', '8', 'rgb:-']
  return execFileSync('convert', [file, ...raw], { timeout: 10_000, maxBuffer: width * height * 4 })
}

const at = (x, y) => pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3).toString('hex')

function problemOf(bar) {
  if (pixels.length !== width * height * 3) return `a picture of ${pixels.length} bytes`
  // Left of the name, right of everything, and in the middle of the bar.
  for (const x of [4, width / 2, width - 5]) {
    if (at(x, 26) !== bar) return `the bar is #${at(x, 26)} at ${x}, not #${bar}`
  }
  const colours = new Map()
  for (let y = 60; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) colours.set(at(x, y), (colours.get(at(x, y)) ?? 0) + 1)
  }
  const [[paper, most]] = [...colours].sort((a, b) => b[1] - a[1])
  const bright = paper.match(/../g).every((part) => parseInt(part, 16) > 0xe0)
  if (!bright) return `below the bar most is #${paper}`
  const share = most / ((width / 2) * ((height - 60) / 2))
  if (share > 0.98 || colours.size < 50) return `the page is empty: ${colours.size} colours`
  return undefined
}

const passed = await run('window smoke', steps).finally(endAll)
process.exit(passed ? 0 : 1)
