import { Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RemoteForm } from '@/components/remote/RemoteForm'
import { useForm } from '@/components/useForm'
import { setup } from '@/lib/api'
import type { StepProps } from './step'
import { StepForm } from './StepForm'
import classes from './StorageStep.module.css'

const kinds = ['none', 's3', 'folder'] as const
type Kind = (typeof kinds)[number]

/** Not now, a provider in the EU or the UK, or a folder; the last two are tried with real writes. */
export function StorageStep({ progress, done, back }: StepProps) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>(progress.storage || 's3')
  const [passed, setPassed] = useState(progress.storage === kind && kind !== 'none')
  const form = useForm({})
  const ready = kind === 'none' || passed
  async function send() {
    const next = await form.send(() => setup.ChooseStorage(kind))
    if (next) done(next)
  }
  return (
    <>
      <div className={classes.choice}>
        <Radio.Group
          label={t('setup.storage.label')}
          value={kind}
          onChange={(value) => {
            setKind(value)
            setPassed(progress.storage === value)
          }}
        >
          <Stack gap="xs" mt="xs">
            {kinds.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`setup.storage.kind.${value}`)}
                description={t(`setup.storage.about.${value}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
      </div>
      {progress.storageShown && passed && (
        <p className={classes.note}>
          {t('setup.storage.chosen', { place: progress.storageShown })}
        </p>
      )}
      {kind !== 'none' && (
        <div className={classes.choice}>
          <RemoteForm key={kind} kind={kind} tested={(test) => setPassed(test.ok)} />
        </div>
      )}
      <StepForm form={form} send={send} back={back} disabled={!ready}>
        {ready ? <p>{t(`setup.storage.ready.${kind}`)}</p> : <p>{t('setup.storage.testFirst')}</p>}
      </StepForm>
    </>
  )
}
