import { ActionIcon, Modal } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  /** What is added: names the button and the dialog. */
  label: string
  children: (close: () => void) => ReactNode
}

export function AddButton({ label, children }: Props) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const close = () => setOpened(false)
  return (
    <>
      <ActionIcon variant="subtle" size={28} aria-label={label} onClick={() => setOpened(true)}>
        <IconPlus size={18} />
      </ActionIcon>
      <Modal
        opened={opened}
        onClose={close}
        title={label}
        closeButtonProps={{ 'aria-label': t('act.close') }}
      >
        {children(close)}
      </Modal>
    </>
  )
}
