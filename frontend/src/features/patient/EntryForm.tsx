import { Button, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorSummary } from '@/components/ErrorSummary'
import type { useForm } from '@/components/useForm'
import { useUndo } from '@/components/useUndo'
import type { CareSaved } from '@/lib/api/types'

interface Props<Values extends object> {
  form: ReturnType<typeof useForm<Values>>
  save: (values: Values) => Promise<CareSaved>
  /** Fields that may not be empty, with the words to say so. */
  required: [keyof Values & string, string][]
  said: string
  close: () => void
  changed: () => void
  children: ReactNode
}

/** The frame of a small clinical entry: checked when sent, undoable when saved. */
export function EntryForm<Values extends object>(props: Props<Values>) {
  const { form, save, required, said, close, changed, children } = props
  const { t } = useTranslation()
  const undo = useUndo()
  async function send() {
    const missing = required.filter(([name]) => String(form.values[name]).trim() === '')
    if (missing.length > 0)
      return form.setProblems(missing.map(([field, text]) => ({ field, text })))
    const saved = await form.send(() => save(form.values))
    if (!saved) return
    changed()
    close()
    undo(saved.undo, said)
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <ErrorSummary form={form} />
      <Stack gap="sm">
        {children}
        <Group>
          <Button type="submit" loading={form.busy}>
            {t('care.add')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
