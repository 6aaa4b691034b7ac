import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useSay } from '@/components/useSay'
import { sync } from '@/lib/api'
import { flushAll } from '@/lib/flush'
import { useShortcuts } from '@/lib/keys'
import { KEY } from '@/lib/queries'
import { lockNow, useSession } from '@/lib/session'
import { takeBack } from '@/lib/undo'
import { toggleVeil } from '@/lib/veil'

interface Openers {
  palette: () => void
  help: () => void
}

/** The keys that work everywhere; the help lists them from features/palette/keyTable. */
export function useAppKeys({ palette, help }: Openers) {
  const { t } = useTranslation()
  const go = useNavigate()
  const queries = useQueryClient()
  const { preferences, abilities } = useSession()
  const { said, failed } = useSay()
  async function syncNow() {
    await flushAll()
    try {
      queries.setQueryData([KEY.sync], await sync.Now())
    } catch (thrown) {
      failed(thrown)
    }
  }

  useShortcuts(
    {
      'mod+k': palette,
      'mod+l': () => void lockNow().catch(failed),
      'mod+s': () => void syncNow(),
      'mod+p': () => window.print(),
      'mod+shift+p': () => said(toggleVeil() ? t('veil.on') : t('veil.off')),
      'mod+z': () => void takeBack().then((was) => was || said(t('undo.nothing')), failed),
      '/': palette,
      '?': help,
      c: palette,
      p: () => {
        if (abilities.writeDesk) void go('/patients/new')
      },
    },
    preferences.singleKeys,
  )
}
