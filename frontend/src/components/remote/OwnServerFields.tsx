import { Button, Group, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { remote } from '@/lib/api'
import type { S3Input } from '@/lib/api/types'
import type { useForm } from '../useForm'
import classes from './remote.module.css'

/** Outside the table only with the owner's word for where it is, which is audited. */
export function OwnServerFields({ form }: { form: ReturnType<typeof useForm<S3Input>> }) {
  const { t } = useTranslation()
  const { values, set, field } = form
  async function pickCA() {
    const caFile = await form.send(() => remote.PickCA())
    if (caFile) set({ caFile })
  }
  return (
    <>
      <TextInput
        {...field('endpoint')}
        label={t('remote.endpoint')}
        description={t('remote.endpointNote')}
      />
      <TextInput {...field('region')} label={t('remote.regionCode')} />
      <Textarea
        {...field('attestPlace')}
        label={t('remote.attest')}
        description={t('remote.attestNote')}
        autosize
        minRows={2}
      />
      <Group>
        <Button variant="default" onClick={() => void pickCA()}>
          {t('remote.pickCA')}
        </Button>
        <span className={classes.path}>{values.caFile || t('remote.noCA')}</span>
      </Group>
    </>
  )
}
