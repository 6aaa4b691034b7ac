import { Button, Group, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { remote } from '@/lib/api'
import type { useForm } from '../useForm'
import classes from './remote.module.css'

/** A folder by the system's dialog, or typed. */
export function FolderField({ form }: { form: ReturnType<typeof useForm<{ folder: string }>> }) {
  const { t } = useTranslation()
  async function pick() {
    const folder = await form.send(() => remote.PickFolder())
    if (folder) form.set({ folder })
  }
  return (
    <Group align="end" wrap="nowrap">
      <TextInput
        {...form.field('folder')}
        label={t('remote.folder')}
        description={t('remote.folderNote')}
        className={classes.grow}
      />
      <Button variant="default" onClick={() => void pick()}>
        {t('remote.pickFolder')}
      </Button>
    </Group>
  )
}
