// The program that the browser drives listens on a port and guards nothing, so it must refuse every home
// but those of the tests: with its window and with each command, whatever it is told.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { devEnv } from './laptop.mjs'
import { equal } from './steps.mjs'

export async function confined(program, work) {
  const dir = path.join(work, 'confined')
  const outside = path.join(work, 'outside')
  fs.mkdirSync(path.join(outside, 'unmarked'), { recursive: true })
  const env = devEnv(dir, { FARNE_DIALOGS: path.join(work, 'none.json') })
  fs.symlinkSync(outside, path.join(dir, 'link'))
  const home = { ...env, FARNE_HOME: path.join(outside, 'home') }
  const unmarked = path.join(outside, 'unmarked')
  const refused = {
    'a window over a home outside': [home],
    'a window over the platform’s own folder': [{ ...env, FARNE_HOME: '', XDG_DATA_HOME: outside }],
    'a window without the folder of the tests': [{ ...env, FARNE_TEST_FOLDER: '' }],
    'a window with a folder that is not marked': [
      { ...env, FARNE_TEST_FOLDER: unmarked, FARNE_HOME: path.join(unmarked, 'home') },
    ],
    'the folder itself': [{ ...env, FARNE_HOME: dir }],
    'a way up out of the folder': [{ ...env, FARNE_HOME: path.join(dir, '../outside/home') }],
    'a link out of the folder': [{ ...env, FARNE_HOME: path.join(dir, 'link/home') }],
    'a command that reads': [home, 'patient', 'list'],
    'a command that makes a home': [home, 'demo'],
  }
  for (const [what, [variables, ...args]] of Object.entries(refused)) {
    const { status, stderr } = spawnSync(program, args, { env: variables, timeout: 20_000 })
    equal(status, 7, `the exit status of ${what} (${stderr})`)
    equal(`${stderr}`.includes('opens no home outside'), true, `the words to ${what}`)
  }
  equal(fs.readdirSync(outside), ['unmarked'], 'what was written outside')
}
