import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Tag } from '@/components/Tag'
import type { PatientRow } from '@/lib/api/types'
import classes from './PatientsPage.module.css'

interface Props {
  row: PatientRow
  index: number
  /** Pixels from the list's top. */
  start: number
  ref: Ref<HTMLDivElement>
}

/** The whole line opens the patient; the name is its link, for the keyboard and for readers. */
export function PatientLine({ row, index, start, ref }: Props) {
  const { t } = useTranslation()
  const go = useNavigate()
  const none = t('state.notKnown')
  const open = () => void go(`/patients/${row.id}`)
  return (
    <div
      ref={ref}
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      className={classes.row}
      style={{ transform: `translateY(${start}px)` }}
      onClick={open}
    >
      <span role="cell" data-pii>
        <a href={`#/patients/${row.id}`} className={classes.link}>
          {row.name}
        </a>
        {row.preferred && (
          <span className={classes.preferred}> {t('banner.known', { name: row.preferred })}</span>
        )}
        <span className={classes.tags}>
          {row.deceased && <Tag tone="none">{t('patients.deceased')}</Tag>}
          {row.inactive && <Tag tone="none">{t('patients.inactive')}</Tag>}
          {row.drafts > 0 && <Tag tone="wait">{t('patients.drafts', { count: row.drafts })}</Tag>}
        </span>
      </span>
      <span role="cell" data-pii>
        {row.bornShown ? t('banner.age', { date: row.bornShown, age: row.age }) : none}
      </span>
      <span role="cell">{row.gender ? t(`gender.${row.gender}`) : none}</span>
      <span role="cell" data-pii>
        {row.nhsNumber || none}
      </span>
      <span role="cell">{row.lastShown || t('patients.noEntries')}</span>
    </div>
  )
}
