import { Anchor, SegmentedControl } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { FailurePanel } from '@/components/FailurePanel'
import { PageBody } from '@/components/PageBody'
import { PageHead } from '@/components/PageHead'
import { RemoteForm } from '@/components/remote/RemoteForm'
import { Waiting } from '@/components/Waiting'
import { remote } from '@/lib/api'
import { KEY } from '@/lib/queries'
import { useSession } from '@/lib/session'
import { KitCard } from './KitCard'
import { PlacesTable } from './PlacesTable'
import { RemoteCard } from './RemoteCard'
import classes from './RemotePage.module.css'

/** Where the backups go, what that place can do, and how to set another. */
export function RemotePage() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { abilities } = useSession()
  const [kind, setKind] = useState<'s3' | 'folder'>('s3')
  const { data, error, isPending } = useQuery({
    queryKey: [KEY.remotes],
    queryFn: () => remote.List(),
  })
  return (
    <PageBody narrow>
      <PageHead title={t('remote.title')} below={t('remote.below')} />
      <div className={classes.stack}>
        {isPending && <Waiting />}
        {error && <FailurePanel failure={error} />}
        {data?.length === 0 && <Empty>{t('remote.empty')}</Empty>}
        {data?.map((one) => (
          <RemoteCard key={one.name} info={one} />
        ))}
        {abilities.managePractice && (
          <Card title={data?.length ? t('remote.change') : t('remote.set')}>
            <SegmentedControl
              mb="md"
              aria-label={t('remote.kindLabel')}
              value={kind}
              onChange={(value) => setKind(value)}
              data={[
                { value: 's3', label: t('remote.kind.s3') },
                { value: 'folder', label: t('remote.kind.folder') },
              ]}
            />
            <RemoteForm
              key={kind}
              kind={kind}
              tested={() => void queries.invalidateQueries({ queryKey: [KEY.remotes] })}
            />
            <p className={classes.note}>{t('remote.reprint')}</p>
          </Card>
        )}
        {abilities.managePractice && data && data.length > 0 && <KitCard />}
        <PlacesTable />
        <Anchor component={Link} to="/backup">
          {t('remote.toBackups')}
        </Anchor>
      </div>
    </PageBody>
  )
}
