import { IconLockCheck, IconLockX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CipherProof } from '@/lib/api/types'
import classes from './CipherLine.module.css'

/** Whether what lies on this laptop is encrypted, as the store proved it when it opened its files. */
export function CipherLine({ proof, planned }: { proof: CipherProof; planned?: boolean }) {
  const { t } = useTranslation()
  const { cipher, files } = proof
  const words = planned
    ? t('cipher.planned', { cipher })
    : files.length === 0
      ? t('cipher.locked', { cipher })
      : t('cipher.proven', { cipher, count: files.length })
  return (
    <p className={classes.line} data-encrypted={proof.encrypted} title={proof.detail}>
      {proof.encrypted ? (
        <IconLockCheck size={15} aria-hidden />
      ) : (
        <IconLockX size={15} aria-hidden />
      )}
      <span>{proof.encrypted ? words : t('cipher.none')}</span>
    </p>
  )
}
