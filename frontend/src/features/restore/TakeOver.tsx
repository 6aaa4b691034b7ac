import { Button, Checkbox, Group, NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ErrorSummary } from '@/components/ErrorSummary'
import { NewPassword } from '@/components/NewPassword'
import { useForm, type Problem } from '@/components/useForm'
import { restore, session } from '@/lib/api'
import type { RestoreState } from '@/lib/api/types'
import classes from './restore.module.css'
import type { StepProps } from './step'

/** Who this laptop will belong to, and whether the newest change can be right. */
export function TakeOver({
  state,
  moved,
  leave,
  back,
}: StepProps & { state: RestoreState; back: () => void }) {
  const { t } = useTranslation()
  const { check, source } = state
  const form = useForm({ person: source.people[0]?.id ?? '', password: '', newest: false })
  const { values } = form
  async function send(event: React.FormEvent) {
    event.preventDefault()
    const problems: Problem[] = []
    const judged = await form.send(() => session.CheckPassword(values.password))
    if (!judged) return
    if (!judged.acceptable) problems.push({ field: 'password', text: t('password.unacceptable') })
    if (!values.newest) problems.push({ field: 'newest', text: t('restore.confirmNewest') })
    if (problems.length > 0) return form.setProblems(problems)
    const next = await form.send(() =>
      restore.Start({ backup: check.backup, person: values.person, password: values.password }),
    )
    if (next) moved(next)
  }
  const error = (name: string) => form.problems.find(({ field }) => field === name)?.text
  return (
    <form className={classes.fields} noValidate onSubmit={(event) => void send(event)}>
      <ErrorSummary form={form} />
      <Checkbox
        id={form.id('newest')}
        label={t('restore.newestRight', { time: check.newestShown })}
        checked={values.newest}
        error={error('newest')}
        onChange={(event) => form.set({ newest: event.currentTarget.checked })}
      />
      <NativeSelect
        {...form.field('person')}
        label={t('restore.who')}
        data={source.people.map(({ id, name, role }) => ({
          value: id,
          label: t('restore.person', { name, role }),
        }))}
      />
      <NewPassword
        id={form.id('password')}
        value={values.password}
        error={error('password')}
        onChange={(password) => {
          form.forget('password')
          form.set({ password })
        }}
      />
      <Group>
        <Button type="submit" loading={form.busy}>
          {t('restore.start')}
        </Button>
        <Button variant="default" onClick={back}>
          {t('act.back')}
        </Button>
        <Button variant="subtle" onClick={leave}>
          {t('act.cancel')}
        </Button>
      </Group>
    </form>
  )
}
