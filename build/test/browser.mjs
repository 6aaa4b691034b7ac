// The browser that drives the window, and what is watched in it all the time: breaches of the content
// security policy, errors in the console, pictures, and what axe finds in both colour schemes.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { chromium } from 'playwright-core'

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
    timeout: 30_000,
  })
}

/** A window of one laptop. What goes wrong in it is added to the findings. */
export async function openWindow(browser, url, findings) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', ({ stack, message }) => {
    if (!ofDevelopmentServer(stack)) findings.console.push(stack ?? message)
  })
  page.on('console', (line) => {
    if (line.type() === 'error') findings.console.push(line.text())
  })
  await page.exposeFunction('farneTestViolation', (what) => findings.policy.push(what))
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) =>
      window.farneTestViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    ),
  )
  await page.goto(url)
  return page
}

// Wails' development server puts an overlay of its own into the page, which fails where the page has a head
// before its body. It is no part of the program that people get.
function ofDevelopmentServer(stack = '') {
  const lines = stack.split('\n').filter((line) => line.includes('http'))
  return lines.length > 0 && lines.every((line) => /\/wails\/ipc\.js:/.test(line))
}

/** Makes pictures and lets axe look, in light and in dark. */
export function looker(pictures, findings) {
  let number = 0
  return async (page, name) => {
    const file = `${String(++number).padStart(2, '0')}-${name}`
    for (const scheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.waitForFunction(
        (wanted) => document.documentElement.dataset.mantineColorScheme === wanted,
        scheme,
      )
      await page.screenshot({ path: path.join(pictures, `${file}-${scheme}.png`) })
      for (const one of await serious(page)) findings.axe.push(`${name}, ${scheme}: ${one}`)
    }
    await page.emulateMedia({ colorScheme: 'light' })
  }
}

async function serious(page) {
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(`window.axe ?? (() => { ${axe} })()`)
  return page.evaluate(async (tags) => {
    const { violations } = await window.axe.run(document, {
      runOnly: tags,
      resultTypes: ['violations'],
    })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  }, rules)
}
