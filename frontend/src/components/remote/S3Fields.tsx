import { NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { remote } from '@/lib/api'
import type { Provider, Region, S3Input } from '@/lib/api/types'
import { KEY } from '@/lib/queries'
import type { useForm } from '../useForm'
import { OwnServerFields } from './OwnServerFields'

export const noS3: S3Input = {
  provider: '',
  endpoint: '',
  region: '',
  bucket: '',
  accessKey: '',
  secret: '',
  caFile: '',
  attestPlace: '',
}

/** A server of the practice's own, or one that the table does not know. */
const OTHER = 'other'

type Props = { form: ReturnType<typeof useForm<S3Input>> }

/** Provider, place and credentials. The place is the city the record will lie in. */
export function S3Fields({ form }: Props) {
  const { t } = useTranslation()
  const { data: providers } = useQuery({
    queryKey: [KEY.providers],
    queryFn: () => remote.Providers(),
    staleTime: Infinity,
  })
  const { values, set, field } = form
  const provider = providers?.find(({ id }) => id === values.provider)
  const region = provider?.regions.find(({ id }) => id === values.region)
  return (
    <>
      <NativeSelect
        {...field('provider')}
        label={t('remote.provider')}
        description={provider?.note}
        data={[
          { value: '', label: t('remote.choose') },
          ...(providers ?? []).map(({ id, name }) => ({ value: id, label: name })),
          { value: OTHER, label: t('remote.other') },
        ]}
        onChange={(event) =>
          set(
            pick(
              providers?.find(({ id }) => id === event.currentTarget.value),
              event.currentTarget.value,
            ),
          )
        }
      />
      {provider && (
        <NativeSelect
          {...field('region')}
          label={t('remote.place')}
          description={t('remote.placeNote')}
          data={provider.regions.map((one) => ({ value: one.id, label: regionName(one) }))}
          onChange={(event) => {
            const next = provider.regions.find(({ id }) => id === event.currentTarget.value)
            if (next) set({ region: next.id, endpoint: next.endpoint })
          }}
        />
      )}
      {values.provider === OTHER && <OwnServerFields form={form} />}
      {region?.endpointOpen && (
        <TextInput
          {...field('endpoint')}
          label={t('remote.endpoint')}
          description={t('remote.endpointOpen')}
        />
      )}
      {values.provider !== '' && (
        <>
          <TextInput
            {...field('bucket')}
            label={t('remote.bucket')}
            description={t('remote.bucketNote')}
          />
          <TextInput {...field('accessKey')} label={t('remote.accessKey')} />
          <PasswordInput
            {...field('secret')}
            label={t('remote.secret')}
            description={t('remote.secretNote')}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': t('password.show'), tabIndex: 0 }}
          />
        </>
      )}
    </>
  )

  function regionName({ place, law, id, proposed }: Region) {
    const name = t('remote.region', { place, law: t(`law.${law as 'EU'}`), id })
    return proposed ? t('remote.proposed', { name }) : name
  }
}

/** A provider brings its proposed place, else its first. */
function pick(provider: Provider | undefined, id: string): Partial<S3Input> {
  const region = provider?.regions.find(({ proposed }) => proposed) ?? provider?.regions[0]
  return {
    provider: id,
    region: region?.id ?? '',
    endpoint: region?.endpoint ?? '',
    attestPlace: '',
    caFile: '',
  }
}

/** What is missing, before anything is asked of Go. */
export function missingS3(values: S3Input): (keyof S3Input)[] {
  if (values.provider === '') return ['provider']
  const wanted: (keyof S3Input)[] = ['endpoint', 'region', 'bucket', 'accessKey', 'secret']
  return wanted.filter((name) => values[name].trim() === '')
}
