import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { on, session } from '@/lib/api'

const QUIET = 10_000

/** Tells Go that somebody is here, and says so when the screen is about to lock. */
export function IdleWarning() {
  const { t } = useTranslation()
  useEffect(() => {
    let told = 0
    const moved = () => {
      if (Date.now() - told < QUIET) return
      told = Date.now()
      void session.Active().catch(() => undefined)
    }
    const names = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const
    for (const name of names) window.addEventListener(name, moved, { passive: true })
    return () => names.forEach((name) => window.removeEventListener(name, moved))
  }, [])
  useEffect(
    () =>
      on('session:idle', ({ seconds }) => {
        notifications.hide('idle')
        if (seconds > 0) {
          notifications.show({ id: 'idle', message: t('session.idle', { count: seconds }) })
        }
      }),
    [t],
  )
  return null
}
