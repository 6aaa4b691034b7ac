import { useTranslation } from 'react-i18next'
import { Row } from '@/components/Rows'
import { Tag, type Tone } from '@/components/Tag'
import type { LogKind, LogRow } from '@/lib/api/types'
import { bytes } from '@/lib/format'

const tones: Record<LogKind, Tone> = {
  done: 'go',
  error: 'risk',
  skipped: 'none',
  conflict: 'wait',
}

export function LogLine({ row }: { row: LogRow }) {
  const { t } = useTranslation()
  const below = [row.shown, row.device, row.bytes > 0 ? bytes(row.bytes) : ''].filter(Boolean)
  return (
    <Row
      below={below.join(' · ')}
      aside={<Tag tone={tones[row.kind]}>{t(`sync.log.one.${row.kind}`)}</Tag>}
    >
      {row.text}
    </Row>
  )
}
