import { useTranslation } from 'react-i18next'
import { NewPassword } from '@/components/NewPassword'
import { useForm } from '@/components/useForm'
import { session, setup } from '@/lib/api'
import type { StepProps } from './step'
import { StepForm } from './StepForm'

export function PasswordStep({ progress, done, back }: StepProps) {
  const { t } = useTranslation()
  const form = useForm({ password: '' })
  const { password } = form.values

  async function send() {
    // Gone back to and left empty: the password that was set stays.
    if (progress.passwordSet && password === '') return done(progress)
    const check = await form.send(() => session.CheckPassword(password))
    if (!check) return
    if (!check.acceptable) {
      return form.setProblems([{ field: 'password', text: t('password.unacceptable') }])
    }
    const next = await form.send(() => setup.SetPassword(password))
    if (next) done(next)
  }

  return (
    <StepForm form={form} send={send} back={back} act={t('setup.password.act')}>
      {progress.passwordSet && <p>{t('setup.password.isSet')}</p>}
      <NewPassword
        id={form.id('password')}
        value={password}
        error={form.problems[0]?.text}
        onChange={(value) => {
          form.forget('password')
          form.set({ password: value })
        }}
      />
      <p>{t('setup.password.note')}</p>
    </StepForm>
  )
}
