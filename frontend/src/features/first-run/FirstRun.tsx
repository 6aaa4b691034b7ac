import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailurePanel } from '@/components/FailurePanel'
import { Front } from '@/components/Front'
import { PageHead } from '@/components/PageHead'
import { Steps } from '@/components/Steps'
import { Waiting } from '@/components/Waiting'
import { setup } from '@/lib/api'
import type { SetupProgress, SetupStep } from '@/lib/api/types'
import { KEY } from '@/lib/queries'
import { ClinicStep } from './ClinicStep'
import { KitStep } from './KitStep'
import { LanguageStep } from './LanguageStep'
import { PasswordStep } from './PasswordStep'
import { StorageStep } from './StorageStep'

const order: SetupStep[] = ['language', 'clinic', 'password', 'storage', 'kit']

const screens = {
  language: LanguageStep,
  clinic: ClinicStep,
  password: PasswordStep,
  storage: StorageStep,
  kit: KitStep,
}

/** Five steps. Each is kept by Go once it is done, so that closing the window loses none. */
export function FirstRun() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: [KEY.setup],
    queryFn: () => setup.Progress(),
  })
  const [chosen, choose] = useState<SetupStep | null>(null)
  const step = chosen ?? data?.step ?? 'language'
  const at = order.indexOf(step)
  const Screen = screens[step]
  function done(progress: SetupProgress) {
    queries.setQueryData([KEY.setup], progress)
    choose(order[at + 1] ?? 'kit')
  }
  return (
    <Front>
      {error && <FailurePanel failure={error} again={() => void refetch()} />}
      <Steps
        label={t('setup.steps')}
        names={order.map((name) => t(`setup.step.${name}`))}
        at={at}
      />
      <PageHead title={t(`setup.title.${step}`)} below={t(`setup.below.${step}`)} />
      {data ? (
        <Screen
          key={step}
          progress={data}
          done={done}
          back={at > 0 ? () => choose(order[at - 1] ?? 'language') : undefined}
        />
      ) : (
        <Waiting />
      )}
    </Front>
  )
}
