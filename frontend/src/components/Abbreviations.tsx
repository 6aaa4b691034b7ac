import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Abbreviation } from '@/lib/api/types'
import classes from './Abbreviations.module.css'

/** What could be misread, under the text where it stands: it prompts and never refuses. */
export function Abbreviations({ found }: { found: Abbreviation[] }) {
  const { t } = useTranslation()
  return (
    <div role="status">
      {found.length > 0 && (
        <ul className={classes.list} aria-label={t('note.abbreviations')}>
          {found.map((one) => (
            <li key={one.found + one.instead}>
              <IconInfoCircle size={15} aria-hidden />
              <span>
                <span className={classes.found}>{one.found}</span> – {one.instead}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
