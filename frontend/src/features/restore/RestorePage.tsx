import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { FailurePanel } from '@/components/FailurePanel'
import { Front } from '@/components/Front'
import { PageHead } from '@/components/PageHead'
import { Steps } from '@/components/Steps'
import { Waiting } from '@/components/Waiting'
import { Failure, restore } from '@/lib/api'
import type { RestoreState } from '@/lib/api/types'
import { KEY } from '@/lib/queries'
import { CheckStep } from './CheckStep'
import { ChooseStep } from './ChooseStep'
import { ProofStep } from './ProofStep'
import { RunStep } from './RunStep'
import { SourceStep } from './SourceStep'

const steps = ['source', 'choose', 'check', 'run', 'proof'] as const
type Step = (typeof steps)[number]

/** Where Go is decides the step, so that a reload comes back to the same one. */
function stepOf(state: RestoreState): Step {
  switch (state.phase) {
    case 'idle':
      return 'source'
    case 'connected':
      return 'choose'
    case 'checking':
    case 'checked':
      return 'check'
    case 'done':
      return 'proof'
    case 'failed':
      return state.check.backup ? 'run' : state.source.backups.length > 0 ? 'choose' : 'source'
    default:
      return 'run'
  }
}

export function RestorePage() {
  const { t } = useTranslation()
  const go = useNavigate()
  const queries = useQueryClient()
  const [back, setBack] = useState<Step | null>(null)
  const { data, error } = useQuery({ queryKey: [KEY.restore], queryFn: () => restore.State() })
  const busy = data?.phase === 'checking' || data?.phase === 'running'
  const step = (!busy && back) || (data ? stepOf(data) : 'source')
  function moved(next: RestoreState) {
    setBack(null)
    queries.setQueryData([KEY.restore], next)
  }
  async function leave() {
    await restore.Cancel()
    await queries.invalidateQueries({ queryKey: [KEY.restore] })
    void go('/')
  }
  const props = { moved, leave: () => void leave() }
  return (
    <Front wide>
      <PageHead title={t('restore.title')} below={t(`restore.below.${step}`)} />
      <Steps
        label={t('restore.steps')}
        names={steps.map((name) => t(`restore.step.${name}`))}
        at={steps.indexOf(step)}
      />
      {error && <FailurePanel failure={error} />}
      {data?.phase === 'failed' && <FailurePanel failure={failureOf(data)} />}
      {!data && !error && <Waiting />}
      {data && step === 'source' && <SourceStep {...props} />}
      {data && step === 'choose' && (
        <ChooseStep state={data} {...props} back={() => setBack('source')} />
      )}
      {data && step === 'check' && (
        <CheckStep state={data} {...props} back={() => setBack('choose')} />
      )}
      {data && step === 'run' && <RunStep state={data} {...props} back={() => setBack('choose')} />}
      {data && step === 'proof' && <ProofStep state={data} />}
    </Front>
  )
}

function failureOf({ code, message, hint }: RestoreState): Failure {
  return new Failure(code as Failure['code'], message, hint)
}
