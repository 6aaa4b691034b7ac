import { Button } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { Keys } from '@/components/Keys'
import { Tag } from '@/components/Tag'
import type { ConflictVersion } from '@/lib/api/types'
import classes from './ConflictsPage.module.css'

interface Props {
  version: ConflictVersion
  risk: boolean
  number: number
  busy: boolean
  keep: () => void
}

export function ConflictSide({ version, risk, number, busy, keep }: Props) {
  const { t } = useTranslation()
  const whose = version.thisDevice ? t('conflict.thisLaptop') : t('conflict.otherLaptop')
  return (
    <section
      className={classes.version}
      data-risk={risk || undefined}
      aria-label={`${whose} ${version.device}`}
    >
      <div>
        <p>
          <strong>{whose}</strong> · {version.device}{' '}
          {version.clock && <Tag tone="wait">{t('conflict.clock', { off: version.clock })}</Tag>}
        </p>
        <p className={classes.who}>
          {t('conflict.by', { person: version.person, time: version.shown })}
        </p>
      </div>
      <dl className={classes.fields}>
        {version.fields.map((field) => (
          <Fragment key={field.name}>
            <dt>{field.name}</dt>
            <dd>
              {field.differs ? (
                <mark>{field.value || t('state.empty')}</mark>
              ) : (
                field.value || t('state.notKnown')
              )}
            </dd>
          </Fragment>
        ))}
      </dl>
      <div>
        <Button onClick={keep} loading={busy} rightSection={<Keys keys={String(number)} />}>
          {t('conflict.keep')}
        </Button>
      </div>
    </section>
  )
}
