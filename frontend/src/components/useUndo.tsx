import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { remember, takeBack } from '@/lib/undo'
import { useSay } from './useSay'

/**
 * Says what was done and offers to take it back. The message stays until it is dismissed: nobody
 * loses the way back because a timer ran out (WCAG 2.2.1).
 */
export function useUndo() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { failed } = useSay()
  return (undo: string, message: string) => {
    const done = () => {
      notifications.hide(undo)
      void queries.invalidateQueries()
    }
    remember(undo, done)
    notifications.show({
      id: undo,
      autoClose: false,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <span>{message}</span>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void takeBack(undo).catch(failed)}
          >
            {t('act.undo')}
          </Button>
        </Group>
      ),
      closeButtonProps: { 'aria-label': t('act.dismiss') },
    })
  }
}
