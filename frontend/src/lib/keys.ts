import { useEffect, useRef } from 'react'

/**
 * Shortcuts as text: 'mod+k', 'mod+shift+p', 'c', '?'. `mod` is Ctrl, and also Cmd on a Mac. Keys
 * without `mod` are single keys: they do nothing while somebody types or a dialog is open, and the
 * person can turn them off.
 */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>

export function keyName(event: KeyboardEvent): string {
  const parts: string[] = []
  if (event.ctrlKey || event.metaKey) parts.push('mod')
  if (event.altKey) parts.push('alt')
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  // With a letter Shift is a modifier; with a sign such as ? it only made that sign.
  if (event.shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push('shift')
  return [...parts, key].join('+')
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

export function useShortcuts(shortcuts: Shortcuts, singleKeys: boolean) {
  const latest = useRef({ shortcuts, singleKeys })
  useEffect(() => {
    latest.current = { shortcuts, singleKeys }
  })
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const name = keyName(event)
      const act = latest.current.shortcuts[name]
      if (!act) return
      const single = !name.startsWith('mod+')
      const modal = document.querySelector('[aria-modal="true"]') !== null
      if (single && (!latest.current.singleKeys || typing(event.target) || modal)) return
      // Undo of what one types belongs to the text.
      if (/^mod\+(shift\+)?z$/.test(name) && typing(event.target)) return
      event.preventDefault()
      act(event)
    }
    window.addEventListener('keydown', heard)
    return () => window.removeEventListener('keydown', heard)
  }, [])
}
