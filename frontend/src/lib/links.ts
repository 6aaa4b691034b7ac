import { session } from './api'

/**
 * Keeps the window on its own page. The content security policy does not stop navigation: one click
 * on an ordinary link replaces the whole application. So every click on an anchor that leads out is
 * taken in the capture phase and handed to Go, which opens what its list allows in the browser.
 */
export function guardLinks() {
  for (const name of ['click', 'auxclick'] as const) {
    document.addEventListener(name, onClick, { capture: true })
  }
  for (const name of ['dragover', 'drop'] as const) {
    document.addEventListener(name, (event) => event.preventDefault(), { capture: true })
  }
  Object.defineProperty(window, 'open', {
    value: (address?: string | URL) => {
      leave(String(address ?? ''))
      return null
    },
  })
}

function onClick(event: Event) {
  const path = event.composedPath()
  const anchor = path.find((one): one is HTMLAnchorElement => one instanceof HTMLAnchorElement)
  const href = anchor?.getAttribute('href')
  // Hash routes stay; the router handles them.
  if (!href || href.startsWith('#')) return
  event.preventDefault()
  leave(href)
}

function leave(address: string) {
  if (address.startsWith('https://')) void session.OpenExternal(address).catch(() => undefined)
}
