import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { ErrorSummary } from '@/components/ErrorSummary'
import { useForm } from '@/components/useForm'
import { useWords } from '@/components/useWords'
import { WordsField } from '@/components/WordsField'
import { remote } from '@/lib/api'
import classes from './RemotePage.module.css'

/** The kit on paper names the place of the day it was printed. Its secret is on paper only, so it is typed. */
export function KitCard() {
  const { t } = useTranslation()
  const form = useForm({ words: '' })
  const [path, setPath] = useState('')
  const { list, check, hint } = useWords(form.values.words)
  async function save(format: 'pdf' | 'text') {
    setPath('')
    if (!check?.complete) {
      return form.setProblems([{ field: 'words', text: t('restore.words.notYet') }])
    }
    const saved = await form.send(() => remote.PrintKit(list, format))
    if (!saved?.path) return
    form.set({ words: '' })
    setPath(saved.path)
  }
  return (
    <Card title={t('remote.kit.title')}>
      <form
        className={classes.stack}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save('pdf')
        }}
      >
        <p>{t('remote.kit.about')}</p>
        <ErrorSummary form={form} />
        <WordsField form={form} hint={hint} />
        <Group>
          <Button type="submit" variant="default" loading={form.busy}>
            {t('setup.kit.save')}
          </Button>
          <Button variant="default" disabled={form.busy} onClick={() => void save('text')}>
            {t('remote.kit.text')}
          </Button>
        </Group>
        <p role="status">{path && t('remote.kit.saved', { path })}</p>
      </form>
    </Card>
  )
}
