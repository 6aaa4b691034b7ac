// A laptop: one home folder, a session bus with a real keychain, and Farne with its window under Xvfb,
// which the browser reaches through the port of Wails' development server.
import fs from 'node:fs'
import path from 'node:path'
import { end, freePort, start, until } from './process.mjs'

// A fresh keychain of this laptop, opened as a login would.
const session = `printf login | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$0"`

/** The environment of somebody whose whole home lies in a folder. */
export function homeOf(dir, more) {
  const env = {
    PATH: process.env.PATH,
    DISPLAY: process.env.DISPLAY,
    LANG: 'C.UTF-8',
    TZ: 'Europe/London',
    GSETTINGS_BACKEND: 'memory',
    NO_AT_BRIDGE: '1',
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
    HOME: path.join(dir, 'home'),
    XDG_CACHE_HOME: path.join(dir, 'home/.cache'),
    XDG_CONFIG_HOME: path.join(dir, 'home/.config'),
    XDG_DATA_HOME: path.join(dir, 'home/.local/share'),
    XDG_RUNTIME_DIR: path.join(dir, 'run'),
    TMPDIR: path.join(dir, 'tmp'),
    FARNE_HOME: path.join(dir, 'record'),
    FARNE_RENDERED: path.join(dir, 'rendered'),
    ...more,
  }
  for (const name of [
    'HOME',
    'XDG_CACHE_HOME',
    'XDG_CONFIG_HOME',
    'XDG_DATA_HOME',
    'TMPDIR',
    'XDG_RUNTIME_DIR',
  ]) {
    fs.mkdirSync(env[name], { recursive: true, mode: 0o700 })
  }
  return env
}

/** As homeOf, for a program with the tag dev: it opens no home outside a folder that is marked as ours. */
export function devEnv(dir, more) {
  const env = homeOf(dir, { FARNE_TEST_FOLDER: dir, ...more })
  fs.writeFileSync(path.join(dir, 'farne-test-folder'), '')
  return env
}

export async function startLaptop(work, name, program) {
  const dir = path.join(work, name)
  const port = await freePort()
  const script = path.join(work, `${name}.dialogs.json`)
  const env = devEnv(dir, { FARNE_DIALOGS: script, devserver: `127.0.0.1:${port}` })
  const laptop = {
    dir,
    url: `http://127.0.0.1:${port}/`,
    /** What the next dialogs of the system are answered with. */
    answer: (answers) => fs.writeFileSync(script, JSON.stringify(answers)),
    /** Everything ends at once, as when a laptop is lost. */
    lose: () => end(laptop.program),
  }
  laptop.answer({})
  laptop.program = start(work, name, 'dbus-run-session', ['--', 'sh', '-c', session, program], env)
  await until(`${name} answers in the browser`, 40, laptop.program, () =>
    fetch(laptop.url).then(
      (answer) => answer.ok,
      () => false,
    ),
  )
  await until(`the window of ${name} has rendered`, 40, laptop.program, () =>
    fs.existsSync(env.FARNE_RENDERED),
  )
  return laptop
}
