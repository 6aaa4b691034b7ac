import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useSay } from '@/components/useSay'
import { patients, sync } from '@/lib/api'
import { KEY } from '@/lib/queries'
import { lockNow, useSession } from '@/lib/session'
import { toggleVeil } from '@/lib/veil'

export interface Item {
  id: string
  label: string
  below: string
  /** The key that does the same without the palette. */
  keys: string
  patient: boolean
  act: () => void
}

/** Patients whom the text finds, then the acts whose words hold it. */
export function usePaletteItems(text: string, opened: boolean, help: () => void): Item[] {
  const { t } = useTranslation()
  const { failed } = useSay()
  const go = useNavigate()
  const { abilities } = useSession()
  const [asked] = useDebouncedValue(text.trim(), 100)
  const found = useQuery({
    queryKey: [KEY.patients, 'palette', asked],
    queryFn: () => patients.Page({ after: '', limit: 8, text: asked, all: true }),
    enabled: opened && asked !== '',
    placeholderData: keepPreviousData,
  })
  const to = (path: string) => () => void go(path)
  const acts: [string, string, string, () => void][] = [
    ...(abilities.writeDesk
      ? [
          ['new', t('patients.new'), t('key.patient'), to('/patients/new')] as [
            string,
            string,
            string,
            () => void,
          ],
        ]
      : []),
    ['patients', t('rail.patients'), '', to('/patients')],
    ['today', t('rail.today'), '', to('/')],
    ['sync', t('sync.now'), t('key.sync'), () => void sync.Now().catch(failed)],
    ['conflicts', t('rail.conflicts'), '', to('/conflicts')],
    ['backup', t('rail.backup'), '', to('/backup')],
    ['storage', t('backup.storage'), '', to('/backup/storage')],
    ['exchange', t('rail.exchange'), '', to('/exchange')],
    ['alarms', t('alarms.title'), '', to('/alarms')],
    ['practice', t('rail.practice'), '', to('/practice')],
    ['veil', t('bar.veil'), t('key.veil'), () => void toggleVeil()],
    ['keys', t('keys.title'), t('key.help'), help],
    ['lock', t('bar.lock'), t('key.lock'), () => void lockNow().catch(failed)],
  ]
  const wanted = text.trim().toLocaleLowerCase()
  const people = asked === '' || wanted === '' ? [] : (found.data?.rows ?? [])
  return [
    ...people.map((row) => ({
      id: `patient-${row.id}`,
      label: row.name,
      below: [
        row.bornShown && t('banner.age', { date: row.bornShown, age: row.age }),
        row.nhsNumber,
      ]
        .filter(Boolean)
        .join(' · '),
      keys: '',
      patient: true,
      act: to(`/patients/${row.id}`),
    })),
    ...acts
      .filter(([, label]) => label.toLocaleLowerCase().includes(wanted))
      .map(([id, label, keys, act]) => ({ id, label, below: '', keys, patient: false, act })),
  ]
}
