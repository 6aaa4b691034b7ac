import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { FailurePanel } from '@/components/FailurePanel'
import { Row, Rows } from '@/components/Rows'
import { Waiting } from '@/components/Waiting'
import { notes } from '@/lib/api'
import { KEY } from '@/lib/queries'

export function DraftsCard() {
  const { t } = useTranslation()
  const go = useNavigate()
  const { data, error, isPending } = useQuery({
    queryKey: [KEY.drafts],
    queryFn: () => notes.Drafts(),
  })
  return (
    <Card title={t('today.drafts')} aside={data?.length ? data.length : undefined}>
      {isPending && <Waiting />}
      {error && <FailurePanel failure={error} />}
      {data?.length === 0 && (
        <Empty
          action={
            <Button variant="default" onClick={() => void go('/patients')}>
              {t('today.findPatient')}
            </Button>
          }
        >
          {t('today.noDrafts')}
        </Empty>
      )}
      <Rows label={t('today.drafts')}>
        {data?.map((draft) => (
          <Row
            key={draft.note}
            below={[
              draft.addendum
                ? t('today.addendum', { title: draft.title || t('note.untitled') })
                : draft.title,
              draft.startedShown,
              draft.age,
            ]
              .filter(Boolean)
              .join(' · ')}
            aside={
              <Button
                variant="default"
                onClick={() => void go(`/patients/${draft.patient}?note=${draft.note}`)}
                aria-label={t('today.finishOf', { name: draft.patientName })}
              >
                {t('today.finish')}
              </Button>
            }
          >
            <strong data-pii>{draft.patientName}</strong>
          </Row>
        ))}
      </Rows>
    </Card>
  )
}
