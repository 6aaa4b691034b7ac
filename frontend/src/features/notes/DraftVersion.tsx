import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Keys } from '@/components/Keys'
import { Tag } from '@/components/Tag'
import type { NoteVersion } from '@/lib/api/types'
import { markLines } from './lines'
import classes from './notes.module.css'

interface Props {
  version: NoteVersion
  other: string
  number: number
  keep: () => void
}

export function DraftVersion({ version, other, number, keep }: Props) {
  const { t } = useTranslation()
  const whose = version.thisDevice ? t('conflict.thisLaptop') : t('conflict.otherLaptop')
  return (
    <section className={classes.version} aria-label={`${whose} ${version.device}`}>
      <p>
        <strong>{whose}</strong> · {version.device}{' '}
        {version.clock && <Tag tone="wait">{t('conflict.clock', { off: version.clock })}</Tag>}
      </p>
      <p className={classes.who}>
        {t('conflict.by', { person: version.person, time: version.shown })}
      </p>
      {version.title && <strong>{version.title}</strong>}
      <div className={classes.words}>
        {markLines(version.text, other).map((line, index) => (
          <span key={index} className={classes.line} data-differs={line.differs || undefined}>
            {line.text}
          </span>
        ))}
      </div>
      <div>
        <Button onClick={keep} rightSection={<Keys keys={String(number)} />}>
          {t('conflict.keep')}
        </Button>
      </div>
    </section>
  )
}
