import { Group, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FailurePanel } from '@/components/FailurePanel'
import { useForm } from '@/components/useForm'
import { Waiting } from '@/components/Waiting'
import { care } from '@/lib/api'
import type { MeasurementKind } from '@/lib/api/types'
import { KEY } from '@/lib/queries'
import { EntryForm } from './EntryForm'

interface Props {
  patient: string
  close: () => void
  changed: () => void
}

export function MeasureForm(props: Props) {
  const { data, error } = useQuery({
    queryKey: [KEY.kinds],
    queryFn: () => care.MeasurementKinds(),
    staleTime: Infinity,
  })
  if (error) return <FailurePanel failure={error} />
  return data ? <Form {...props} kinds={data} /> : <Waiting />
}

const parts = ['v0', 'v1', 'v2', 'v3'] as const

/** One field a part, with the unit beside it; Go reads the decimal sign and judges the value. */
function Form({ patient, close, changed, kinds }: Props & { kinds: MeasurementKind[] }) {
  const { t } = useTranslation()
  const form = useForm({ code: kinds[0]?.code ?? '', v0: '', v1: '', v2: '', v3: '' })
  const kind = kinds.find(({ code }) => code === form.values.code)
  const used = parts.slice(0, kind?.parts.length ?? 1)
  return (
    <EntryForm
      form={form}
      save={(values) =>
        care.AddMeasurement(patient, {
          code: values.code,
          values: used.map((name) => values[name]),
        })
      }
      required={used.map((name) => [name, t('measure.noValue')])}
      said={t('care.added', { name: kind?.name ?? '' })}
      close={close}
      changed={changed}
    >
      <NativeSelect
        {...form.field('code')}
        label={t('measure.kind')}
        data={kinds.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <Group align="start">
        {used.map((name, index) => (
          <TextInput
            key={name}
            {...form.field(name)}
            label={t('measure.value', { name: kind?.parts[index] ?? '', unit: kind?.unit ?? '' })}
            inputMode="decimal"
          />
        ))}
      </Group>
    </EntryForm>
  )
}
