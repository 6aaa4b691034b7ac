import { Radio, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useForm } from '@/components/useForm'
import { setup } from '@/lib/api'
import { LANGUAGES, setLanguage } from '@/lib/i18n'
import type { StepProps } from './step'
import { StepForm } from './StepForm'

/** Only languages that are really there are offered. */
export function LanguageStep({ progress, done, back }: StepProps) {
  const { t } = useTranslation()
  const form = useForm({ locale: progress.locale || 'en-GB' })
  async function send() {
    const next = await form.send(() => setup.SetLanguage(form.values.locale))
    if (!next) return
    await setLanguage(next.locale)
    done(next)
  }
  return (
    <StepForm form={form} send={send} back={back}>
      <Radio.Group
        label={t('setup.language.label')}
        value={form.values.locale}
        onChange={(locale) => form.set({ locale })}
      >
        <Stack gap="xs" mt="xs">
          {LANGUAGES.map(({ id, name }) => (
            <Radio key={id} value={id} label={name} lang={id} />
          ))}
        </Stack>
      </Radio.Group>
      <p>{t('setup.language.note')}</p>
    </StepForm>
  )
}
