import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { ErrorSummary } from '@/components/ErrorSummary'
import { Front } from '@/components/Front'
import { NewPassword } from '@/components/NewPassword'
import { PageHead } from '@/components/PageHead'
import { useForm, type Problem } from '@/components/useForm'
import { useWords } from '@/components/useWords'
import { WordsField } from '@/components/WordsField'
import { session } from '@/lib/api'
import { useEnter, useSession } from '@/lib/session'
import classes from './Unlock.module.css'

/** The words of the kit set a new password where the old one, or the second key, is lost. */
export function Recover({ back }: { back: () => void }) {
  const { t } = useTranslation()
  const enter = useEnter()
  const { practice, people, device } = useSession()
  const words = useForm({ words: '' })
  const form = useForm({ person: people[0]?.id ?? '', name: '', password: '' })
  const { list, check, hint } = useWords(words.values.words)

  async function send(event: React.FormEvent) {
    event.preventDefault()
    words.setProblems(check?.complete ? [] : [{ field: 'words', text: t('restore.words.notYet') }])
    const judged = await form.send(() => session.CheckPassword(form.values.password))
    if (!judged) return
    const problems: Problem[] = []
    if (!judged.acceptable) problems.push({ field: 'password', text: t('password.unacceptable') })
    form.setProblems(problems)
    if (!check?.complete || problems.length > 0) return
    const state = await form.send(() => session.Recover({ ...form.values, words: list }))
    if (state) enter(state)
  }

  return (
    <Front>
      <ErrorSummary form={words} />
      <ErrorSummary form={form} />
      <PageHead title={practice} below={t('unlock.below', { device })} />
      <Card title={t('recover.title')}>
        <form onSubmit={(event) => void send(event)} noValidate className={classes.form}>
          <p className={classes.quiet}>{t('recover.about')}</p>
          <WordsField form={words} hint={hint} />
          {people.length > 1 && (
            <NativeSelect
              {...form.field('person')}
              label={t('unlock.person')}
              data={people.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          {people.length === 1 && <p>{people[0]?.name}</p>}
          {people.length === 0 && (
            <TextInput
              {...form.field('name')}
              label={t('unlock.person')}
              description={t('recover.nameNote')}
            />
          )}
          <NewPassword
            id={form.id('password')}
            value={form.values.password}
            error={form.problems.find(({ field }) => field === 'password')?.text}
            onChange={(password) => {
              form.forget('password')
              form.set({ password })
            }}
          />
          <Group>
            <Button type="submit" loading={form.busy}>
              {t('recover.act')}
            </Button>
            <Button variant="default" onClick={back}>
              {t('act.back')}
            </Button>
          </Group>
        </form>
      </Card>
    </Front>
  )
}
