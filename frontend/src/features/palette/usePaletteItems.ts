import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useSay } from '@/components/useSay'
import { patients, sync, type Failure } from '@/lib/api'
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

export interface Found {
  /** Patients whom the text finds, then the acts whose words hold it. */
  items: Item[]
  /** The items answer exactly what is typed; else the patients are still those of an older text. */
  settled: boolean
  failure: Failure | null
}

export function usePaletteItems(text: string, opened: boolean, help: () => void): Found {
  const { t } = useTranslation()
  const { failed } = useSay()
  const go = useNavigate()
  const { abilities } = useSession()
  const wanted = text.trim()
  const [asked] = useDebouncedValue(wanted, 100)
  // Asked once for what is typed, whatever sync brings meanwhile: a list must not move under the hand.
  const found = useQuery({
    queryKey: [KEY.palette, asked],
    queryFn: () => patients.Page({ after: '', limit: 8, text: asked, all: true }),
    enabled: opened && asked !== '',
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
  })
  const answered = found.isError || (found.isSuccess && !found.isPlaceholderData)
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
  const words = wanted.toLocaleLowerCase()
  const people = asked === '' || wanted === '' ? [] : (found.data?.rows ?? [])
  const items = [
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
      .filter(([, label]) => label.toLocaleLowerCase().includes(words))
      .map(([id, label, keys, act]) => ({ id, label, below: '', keys, patient: false, act })),
  ]
  return {
    items,
    settled: wanted === '' || (asked === wanted && answered),
    failure: asked === wanted && wanted !== '' ? found.error : null,
  }
}
