import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FailurePanel } from '@/components/FailurePanel'
import { session } from '@/lib/api'
import { useEnter } from '@/lib/session'

export function LeaveDemo({ password }: { password: string }) {
  const { t } = useTranslation()
  const enter = useEnter()
  const leave = useMutation({ mutationFn: () => session.LeaveDemo(), onSuccess: enter })
  return (
    <>
      <Group mt="md" justify="space-between">
        <span>{t('unlock.demo', { password })}</span>
        <Button variant="default" onClick={() => leave.mutate()} loading={leave.isPending}>
          {t('unlock.leaveDemo')}
        </Button>
      </Group>
      {leave.error && <FailurePanel failure={leave.error} />}
    </>
  )
}
