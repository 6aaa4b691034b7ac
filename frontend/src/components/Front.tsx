import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { CipherLine } from './CipherLine'
import classes from './Front.module.css'

/** The frame of everything that comes before somebody is signed in. */
export function Front({ children, wide }: { children: ReactNode; wide?: boolean }) {
  const { t } = useTranslation()
  const { proof, phase, version } = useSession()
  return (
    <div className={classes.front}>
      <header className={classes.bar}>{t('app.name')}</header>
      <main className={classes.main} data-wide={wide || undefined}>
        {children}
      </main>
      <footer className={classes.foot}>
        <CipherLine proof={proof} planned={phase === 'setup' && proof.files.length === 0} />
        <span>{t('app.version', { version })}</span>
      </footer>
    </div>
  )
}
