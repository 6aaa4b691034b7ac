import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Empty } from '@/components/Empty'
import { FailurePanel } from '@/components/FailurePanel'
import { Keys } from '@/components/Keys'
import { PageBody } from '@/components/PageBody'
import { PageHead } from '@/components/PageHead'
import { Waiting } from '@/components/Waiting'
import { count } from '@/lib/format'
import { useSession } from '@/lib/session'
import classes from './PatientsPage.module.css'
import { PatientList } from './PatientList'
import { usePatients } from './usePatients'

export function PatientsPage() {
  const { t } = useTranslation()
  const go = useNavigate()
  const { abilities } = useSession()
  const [text, setText] = useState('')
  const [all, setAll] = useState(false)
  const [asked] = useDebouncedValue(text.trim(), 120)
  const list = usePatients(asked, all)
  // Until then the rows are those of an older text, and nothing is said about this one.
  const settled = list.isSuccess && !list.isPlaceholderData && asked === text.trim()
  const add = (
    <Button
      onClick={() => void go('/patients/new')}
      rightSection={<Keys keys={t('key.patient')} />}
    >
      {t('patients.new')}
    </Button>
  )
  return (
    <PageBody fill>
      <PageHead
        title={t('patients.title')}
        below={
          <span role="status">
            {settled
              ? t(asked ? 'patients.found' : 'patients.total', {
                  count: list.total,
                  shown: count(list.total),
                })
              : !list.error && t('patients.searching')}
          </span>
        }
        actions={abilities.writeDesk && add}
      />
      <Group mb="sm" gap="lg">
        <TextInput
          type="search"
          className={classes.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          aria-label={t('patients.searchLabel')}
          placeholder={t('patients.search')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Checkbox
          label={t('patients.all')}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      </Group>
      {!list.error && !settled && list.rows.length === 0 && <Waiting />}
      {list.error && <FailurePanel failure={list.error} again={() => void list.refetch()} />}
      {settled && list.rows.length === 0 && (
        <Empty action={abilities.writeDesk && add}>
          {asked ? t('patients.noneFound', { text: asked }) : t('patients.none')}
        </Empty>
      )}
      {list.rows.length > 0 && (
        <PatientList
          rows={list.rows}
          total={list.total}
          busy={!settled}
          more={
            settled && list.hasNextPage && !list.isFetchingNextPage
              ? () => void list.fetchNextPage()
              : undefined
          }
        />
      )}
    </PageBody>
  )
}
