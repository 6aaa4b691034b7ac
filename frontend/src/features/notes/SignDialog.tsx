import { Button, Group, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Abbreviations } from '@/components/Abbreviations'
import { Keys } from '@/components/Keys'
import type { Abbreviation } from '@/lib/api/types'

interface Props {
  opened: boolean
  patient: string
  empty: boolean
  /** What could be misread: the last moment to mend it. */
  risky: Abbreviation[]
  sign: () => Promise<void>
  close: () => void
}

/** Signing is the one act here that nothing takes back, so it says what it means first. */
export function SignDialog({ opened, patient, empty, risky, sign, close }: Props) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  async function act() {
    if (busy || empty) return
    setBusy(true)
    await sign()
    setBusy(false)
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('note.signTitle')}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <p data-pii>{t('note.signFor', { name: patient })}</p>
      <p>{empty ? t('note.signEmpty') : t('note.signMeans')}</p>
      <Abbreviations found={risky} />
      <Group mt="md">
        {!empty && (
          <Button
            data-autofocus
            loading={busy}
            onClick={() => void act()}
            rightSection={<Keys keys={t('key.enter')} />}
          >
            {t('note.sign')}
          </Button>
        )}
        <Button variant="default" onClick={close}>
          {t('note.goOn')}
        </Button>
      </Group>
    </Modal>
  )
}
