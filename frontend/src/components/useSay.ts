import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { toFailure } from '@/lib/api'

/** Short messages in the corner: what went well fades, what did not stays until it is dismissed. */
export function useSay() {
  const { t } = useTranslation()
  const closeButtonProps = { 'aria-label': t('act.dismiss') }
  return {
    said: (message: string) => notifications.show({ message, closeButtonProps }),
    failed: (thrown: unknown) =>
      notifications.show({
        color: 'red',
        autoClose: false,
        role: 'alert',
        message: toFailure(thrown).message,
        closeButtonProps,
      }),
  }
}
