import { useTranslation } from 'react-i18next'
import type { RecoveryKit } from '@/lib/api/types'
import classes from './KitSheet.module.css'

/** The printed page, as it also looks on the screen: always dark on light, so that the QR reads. */
export function KitSheet({ kit }: { kit: RecoveryKit }) {
  const { t } = useTranslation()
  return (
    <section className={classes.sheet} aria-label={t('setup.kit.sheet')}>
      <div className={classes.head}>
        <div>
          <p className={classes.practice}>{kit.practice}</p>
          <p>{t('setup.kit.made', { date: kit.createdShown })}</p>
        </div>
        <img src={kit.qr} alt={t('setup.kit.qr')} width={132} height={132} />
      </div>
      <ol className={classes.words}>
        {kit.words.map((word, index) => (
          <li key={index} translate="no">
            {word}
          </li>
        ))}
      </ol>
      <p className={classes.label}>{t('setup.kit.where')}</p>
      {kit.storage.length === 0 && <p>{t('setup.kit.nowhere')}</p>}
      {kit.storage.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p className={classes.warn}>{t('setup.kit.warn')}</p>
    </section>
  )
}
