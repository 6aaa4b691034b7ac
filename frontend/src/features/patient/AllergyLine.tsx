import {
  IconAlertTriangle,
  IconCircleCheck,
  IconHelpCircle,
  IconPlugConnectedX,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Tag, type Tone } from '@/components/Tag'
import type { Allergies, Allergy, AllergyState } from '@/lib/api/types'

const looks: Record<AllergyState, { Icon: TablerIcon; tone: Tone }> = {
  known: { Icon: IconAlertTriangle, tone: 'risk' },
  none: { Icon: IconCircleCheck, tone: 'none' },
  'not-recorded': { Icon: IconHelpCircle, tone: 'wait' },
  unavailable: { Icon: IconPlugConnectedX, tone: 'wait' },
}

/** One of the four titles of PAB-0064, with the reaction next to its agent; never shortened. */
export function AllergyLine({ allergies }: { allergies: Allergies }) {
  const { t } = useTranslation()
  const { Icon, tone } = looks[allergies.state]
  const title = t(`allergy.title.${allergies.state}`)
  const active = allergies.entries.filter((one) => one.active)
  const words = active.map((one) =>
    allergyWords(one, (versions) => t('allergy.versions', { versions })),
  )
  return (
    <Tag tone={tone} icon={<Icon size={15} aria-hidden />}>
      {words.length > 0 ? t('allergy.line', { title, agents: words.join('; ') }) : title}
    </Tag>
  )
}

function allergyWords(one: Allergy, both: (versions: string) => string): string {
  const reaction = one.versions.length > 1 ? both(one.versions.join(' / ')) : one.reaction
  return [one.agent, reaction].filter(Boolean).join(' – ')
}
