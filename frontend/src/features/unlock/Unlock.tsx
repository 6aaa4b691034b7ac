import { Anchor, Button, Group, NativeSelect, PasswordInput } from '@mantine/core'
import { IconKey, IconUsb } from '@tabler/icons-react'
import { Suspense, useState, type ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { ErrorSummary } from '@/components/ErrorSummary'
import { Front } from '@/components/Front'
import { PageHead } from '@/components/PageHead'
import { Waiting } from '@/components/Waiting'
import { useForm } from '@/components/useForm'
import { session } from '@/lib/api'
import { useEnter, useSession } from '@/lib/session'
import { Delay } from './Delay'
import { LeaveDemo } from './LeaveDemo'
import classes from './Unlock.module.css'

/** Recover comes from outside: few ever need it, and every start waits for what stands here. */
export function Unlock({ Recover }: { Recover: ComponentType<{ back: () => void }> }) {
  const { t } = useTranslation()
  const enter = useEnter()
  const { practice, people, device, demo, demoPassword, secondFactor } = useSession()
  const form = useForm({ person: people[0]?.id ?? '', password: '' })
  const [lost, setLost] = useState(false)
  const wait = form.failure?.retryAfter ?? 0

  async function unlock(event: React.FormEvent) {
    event.preventDefault()
    if (form.values.password === '') {
      form.setProblems([{ field: 'password', text: t('unlock.noPassword') }])
      return
    }
    const state = await form.send(() => session.Unlock(form.values))
    if (state) enter(state)
    else form.set({ password: '' })
  }

  if (lost) {
    return (
      <Suspense fallback={<Waiting />}>
        <Recover back={() => setLost(false)} />
      </Suspense>
    )
  }
  return (
    <Front>
      <ErrorSummary form={form} />
      <PageHead title={practice} below={t('unlock.below', { device })} />
      <Card title={t('unlock.title')}>
        <form onSubmit={(event) => void unlock(event)} noValidate className={classes.form}>
          {people.length > 1 ? (
            <NativeSelect
              {...form.field('person')}
              label={t('unlock.person')}
              data={people.map(({ id, name }) => ({ value: id, label: name }))}
            />
          ) : (
            <p>{people[0]?.name}</p>
          )}
          <PasswordInput
            {...form.field('password')}
            label={t('unlock.password')}
            autoComplete="current-password"
            autoFocus
            visibilityToggleButtonProps={{ 'aria-label': t('password.show'), tabIndex: 0 }}
          />
          <Group>
            <Button type="submit" loading={form.busy} disabled={wait > 0 && form.busy}>
              {t('unlock.act')}
            </Button>
            {wait > 0 && <Delay key={String(form.failure?.message)} seconds={wait} />}
          </Group>
          <p className={classes.factor}>
            {secondFactor === 'key-file' ? (
              <IconUsb size={15} aria-hidden />
            ) : (
              <IconKey size={15} aria-hidden />
            )}
            <span>{t(`unlock.factor.${secondFactor}`)}</span>
          </p>
        </form>
      </Card>
      {demo && <LeaveDemo password={demoPassword} />}
      {!demo && (
        <p className={classes.forgot}>
          {t('unlock.forgot')}{' '}
          <Anchor component="button" type="button" onClick={() => setLost(true)}>
            {t('unlock.useKit')}
          </Anchor>
        </p>
      )}
    </Front>
  )
}
