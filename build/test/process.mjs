// Starting and ending other programs. Each leads a process group of its own, is noted in WORK/pids for
// windows.sh, and is ended by that number; nothing is ever ended by its name.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const running = new Set()

/** Starts a program; what it prints goes to WORK/NAME.log. */
export function start(work, name, command, args, env) {
  const log = path.join(work, `${name}.log`)
  const out = fs.openSync(log, 'a')
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', out, out] })
  fs.closeSync(out)
  const program = { name, log, child, ended: false }
  child.on('error', (error) => fs.appendFileSync(log, `${error}\n`))
  child.on('close', () => (program.ended = true))
  if (child.pid) fs.appendFileSync(path.join(work, 'pids'), `${child.pid}\n`)
  running.add(program)
  return program
}

/** Ends a program with all that it started, first politely. */
export async function end(program) {
  running.delete(program)
  const { pid } = program.child
  if (!pid) return
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    if (!alive(pid, signal)) return
    for (let i = 0; i < 50 && alive(pid, 0); i++) await sleep(50)
  }
}

export async function endAll() {
  await Promise.all([...running].map(end))
}

/** Sends a signal to a group; false when nobody is left in it. */
function alive(pid, signal) {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}

/** Waits until something is so, at most so long, while a program runs. */
export async function until(what, seconds, program, isSo) {
  const deadline = Date.now() + seconds * 1000
  while (Date.now() < deadline) {
    if (await isSo()) return
    if (program.ended) break
    await sleep(25)
  }
  const log = fs.readFileSync(program.log, 'utf8').slice(-2000)
  throw new Error(`${what}: not within ${seconds} seconds. ${program.name} printed:\n${log}`)
}

/** A port of the loopback that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

// windows.sh ends a test that takes too long with SIGTERM: what it started goes first.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.on(signal, () => {
    console.error(`windows: the test was ended by ${signal}`)
    void endAll().finally(() => process.exit(1))
  })
}
