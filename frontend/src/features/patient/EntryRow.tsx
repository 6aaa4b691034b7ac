import { ActionIcon, Anchor, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Row } from '@/components/Rows'
import { Tag } from '@/components/Tag'
import { useUndo } from '@/components/useUndo'
import { care } from '@/lib/api'

interface Props {
  kind: 'allergy' | 'problem' | 'medication'
  id: string
  name: string
  below: (string | undefined)[]
  active: boolean
  versions: string[]
  conflict: string
  token: string
  write: boolean
  changed: () => void
}

/** One allergy, problem or medication. Ending it keeps it in the record, and can be taken back. */
export function EntryRow(props: Props) {
  const { t } = useTranslation()
  const { kind, id, name, below, active, versions, conflict, token, write, changed } = props
  const undo = useUndo()
  const end = useMutation({
    mutationFn: () => care.End(kind, id, token),
    onSuccess: (saved) => {
      changed()
      undo(saved.undo, t(`care.ended.${kind}`, { name }))
    },
  })
  return (
    <Row
      below={
        <>
          {below.filter(Boolean).join(' · ')}
          {end.error && <p role="alert">{end.error.message}</p>}
          {versions.length > 1 && (
            <p>
              <Tag tone="risk">{t('allergy.versions', { versions: versions.join(' / ') })}</Tag>{' '}
              {conflict && (
                <Anchor component={Link} to={`/conflicts/${conflict}`} size="sm">
                  {t('care.decide')}
                </Anchor>
              )}
            </p>
          )}
        </>
      }
      aside={
        write &&
        active && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" size={26} aria-label={t('care.more', { name })}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => end.mutate()}>{t(`care.end.${kind}`)}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )
      }
    >
      {name}
    </Row>
  )
}
