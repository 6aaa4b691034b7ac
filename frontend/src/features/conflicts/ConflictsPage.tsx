import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { Empty } from '@/components/Empty'
import { FailurePanel } from '@/components/FailurePanel'
import { PageBody } from '@/components/PageBody'
import { PageHead } from '@/components/PageHead'
import { Waiting } from '@/components/Waiting'
import { conflicts } from '@/lib/api'
import { KEY } from '@/lib/queries'
import { ConflictDetail } from './ConflictDetail'
import { ConflictList } from './ConflictList'
import classes from './ConflictsPage.module.css'

/** What two laptops changed, until somebody decides. Nothing here blocks care. */
export function ConflictsPage() {
  const { t } = useTranslation()
  const go = useNavigate()
  const { id } = useParams()
  const { data, error, isPending } = useQuery({
    queryKey: [KEY.conflicts],
    queryFn: () => conflicts.List(),
  })
  const shown = data?.find((row) => row.id === id)?.id ?? data?.[0]?.id
  const waiting = data !== undefined && data.length > 0
  return (
    <PageBody>
      <PageHead
        title={waiting ? t('conflict.title') : t('conflict.none')}
        below={waiting ? t('conflict.below') : undefined}
      />
      {isPending && <Waiting />}
      {error && <FailurePanel failure={error} />}
      {data?.length === 0 && <Empty>{t('conflict.empty')}</Empty>}
      {waiting && shown && (
        <div className={classes.columns}>
          <ConflictList rows={data} shown={shown} open={(next) => void go(`/conflicts/${next}`)} />
          <ConflictDetail key={shown} id={shown} decided={() => void go('/conflicts')} />
        </div>
      )}
    </PageBody>
  )
}
