import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailurePanel } from '@/components/FailurePanel'
import { useForm, type Problem } from '@/components/useForm'
import { Waiting } from '@/components/Waiting'
import { setup } from '@/lib/api'
import type { RecoveryKit } from '@/lib/api/types'
import { useEnter } from '@/lib/session'
import type { StepProps } from './step'
import { KitSheet } from './KitSheet'
import { StepForm } from './StepForm'
import classes from './KitStep.module.css'

/** The one thing that brings everything back. It is shown, kept on paper, and typed back in part. */
export function KitStep({ back }: StepProps) {
  const { t } = useTranslation()
  // Never kept by the query cache: the words live on paper and on this screen only.
  const { data, error, refetch } = useQuery({
    queryKey: ['kit'],
    queryFn: () => setup.Kit(),
    gcTime: 0,
    staleTime: Infinity,
  })
  const [kept, setKept] = useState(false)
  const save = useMutation({ mutationFn: (format: 'pdf' | 'text') => setup.SaveKit(format) })
  if (error) return <FailurePanel failure={error} again={() => void refetch()} />
  if (!data) return <Waiting />
  if (kept) return <WordsBack kit={data} back={() => setKept(false)} />
  return (
    <>
      <KitSheet kit={data} />
      <Group my="md" className={classes.acts}>
        <Button variant="light" onClick={() => save.mutate('pdf')} loading={save.isPending}>
          {t('setup.kit.save')}
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          {t('setup.kit.print')}
        </Button>
      </Group>
      {save.error && <FailurePanel failure={save.error} />}
      {save.data?.path && <p role="status">{t('setup.kit.saved', { path: save.data.path })}</p>}
      <Group mt="md" className={classes.acts}>
        <Button onClick={() => setKept(true)}>{t('setup.kit.kept')}</Button>
        {back && (
          <Button variant="default" onClick={back}>
            {t('act.back')}
          </Button>
        )}
      </Group>
    </>
  )
}

function WordsBack({ kit, back }: { kit: RecoveryKit; back: () => void }) {
  const { t } = useTranslation()
  const enter = useEnter()
  const form = useForm({ w0: '', w1: '', w2: '', paper: false })
  const names = ['w0', 'w1', 'w2'] as const
  async function send() {
    const empty: Problem[] = names
      .map((name, index) => ({ name, number: kit.ask[index] ?? 0 }))
      .filter(({ name }) => form.values[name].trim() === '')
      .map(({ name, number }) => ({ field: name, text: t('setup.kit.missing', { number }) }))
    if (!form.values.paper) empty.push({ field: 'paper', text: t('setup.kit.paperFirst') })
    if (empty.length > 0) return form.setProblems(empty)
    const words = names.map((name) => form.values[name].trim().toLowerCase())
    const state = await form.send(() => setup.ConfirmKit(words))
    if (state) enter(state)
  }
  return (
    <StepForm form={form} send={send} back={back} act={t('setup.kit.finish')}>
      <p>{t('setup.kit.ask')}</p>
      <Group grow align="start">
        {names.map((name, index) => (
          <TextInput
            key={name}
            {...form.field(name)}
            label={t('setup.kit.word', { number: kit.ask[index] })}
          />
        ))}
      </Group>
      <Checkbox
        id={form.id('paper')}
        label={t('setup.kit.paper')}
        checked={form.values.paper}
        error={form.problems.find(({ field }) => field === 'paper')?.text}
        onChange={(event) => form.set({ paper: event.currentTarget.checked })}
      />
    </StepForm>
  )
}
