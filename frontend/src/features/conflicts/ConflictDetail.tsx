import { Button, Group } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Card } from '@/components/Card'
import { FailurePanel } from '@/components/FailurePanel'
import { Keys } from '@/components/Keys'
import { useUndo } from '@/components/useUndo'
import { Waiting } from '@/components/Waiting'
import { conflicts } from '@/lib/api'
import { useShortcuts } from '@/lib/keys'
import { KEY } from '@/lib/queries'
import { useSession } from '@/lib/session'
import { ConflictSide } from './ConflictSide'
import classes from './ConflictsPage.module.css'

/** The versions side by side, each with who, where and when; a decision is a change of its own. */
export function ConflictDetail({ id, decided }: { id: string; decided: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const undo = useUndo()
  const { preferences } = useSession()
  const { data, error } = useQuery({
    queryKey: [KEY.conflicts, id],
    queryFn: () => conflicts.Open(id),
  })
  const resolve = useMutation({
    mutationFn: (keep: string) => conflicts.Resolve(id, keep),
    onSuccess: async (saved) => {
      undo(saved.undo, t('conflict.decided', { what: data?.what ?? '' }))
      await queries.invalidateQueries()
      decided()
    },
  })
  const keep = (index: number) => {
    const version = data?.versions[index]
    if (version) resolve.mutate(version.version)
  }
  useShortcuts(
    {
      '1': () => keep(0),
      '2': () => keep(1),
      '3': () => data?.canKeepBoth && resolve.mutate('both'),
    },
    preferences.singleKeys,
  )
  if (error) return <FailurePanel failure={error} />
  if (!data) return <Waiting />
  return (
    <Card
      title={[data.patientName, data.what].filter(Boolean).join(' · ')}
      aside={
        data.patient && (
          <Button
            component={Link}
            to={`/patients/${data.patient}`}
            variant="subtle"
            size="compact-sm"
          >
            {t('conflict.toPatient')}
          </Button>
        )
      }
    >
      <div className={classes.versions}>
        {data.versions.map((version, index) => (
          <ConflictSide
            key={version.version}
            version={version}
            risk={data.risk}
            number={index + 1}
            keep={() => keep(index)}
            busy={resolve.isPending}
          />
        ))}
      </div>
      {resolve.error && <FailurePanel failure={resolve.error} />}
      <Group>
        {data.canKeepBoth && (
          <Button
            variant="default"
            onClick={() => resolve.mutate('both')}
            rightSection={<Keys keys={t('key.three')} />}
          >
            {t('conflict.keepBoth')}
          </Button>
        )}
        <p className={classes.note}>{t('conflict.about')}</p>
      </Group>
    </Card>
  )
}
