import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorSummary } from '@/components/ErrorSummary'
import type { Form } from '@/components/useForm'
import classes from './StepForm.module.css'

interface Props {
  form: Form & { busy: boolean }
  send: () => Promise<void>
  back: (() => void) | undefined
  /** Words on the button; "Continue" if absent. */
  act?: string
  disabled?: boolean
  children: ReactNode
}

export function StepForm({ form, send, back, act, disabled, children }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <ErrorSummary form={form} />
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        {children}
        <Group mt="xs">
          <Button type="submit" loading={form.busy} disabled={disabled}>
            {act ?? t('act.continue')}
          </Button>
          {back && (
            <Button variant="default" onClick={back}>
              {t('act.back')}
            </Button>
          )}
        </Group>
      </form>
    </>
  )
}
