import { Button, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import type { Series } from '@/lib/api/types'
import { AddButton } from './AddButton'
import { Chart } from './Chart'
import classes from './MeasureCard.module.css'
import { MeasureForm } from './MeasureForm'
import { MeasureTable } from './MeasureTable'

const FIRST = 4

interface Props {
  patient: string
  series: Series[]
  write: boolean
  changed: () => void
}

/** One series drawn or as a table, and the latest value of each. */
export function MeasureCard({ patient, series, write, changed }: Props) {
  const { t } = useTranslation()
  const [chosen, choose] = useState('')
  const [table, setTable] = useState(false)
  const [all, setAll] = useState(false)
  const shown = series.find(({ id }) => id === chosen) ?? series[0]
  const listed = all ? series : series.slice(0, FIRST)
  return (
    <Card
      title={t('measure.card')}
      aside={
        write && (
          <AddButton label={t('measure.add')}>
            {(close) => <MeasureForm patient={patient} close={close} changed={changed} />}
          </AddButton>
        )
      }
    >
      {!shown && <Empty>{t('measure.none')}</Empty>}
      {shown && (
        <>
          <div className={classes.head}>
            <strong>
              {shown.unit ? t('measure.unit', { name: shown.name, unit: shown.unit }) : shown.name}
            </strong>
            <Button size="compact-xs" variant="subtle" onClick={() => setTable(!table)}>
              {table ? t('measure.asChart') : t('measure.asTable')}
            </Button>
          </div>
          {table ? <MeasureTable series={shown} /> : <Chart series={shown} />}
          <ul className={classes.list} aria-label={t('measure.latest')}>
            {listed.map((one) => (
              <li key={one.id}>
                <UnstyledButton
                  className={classes.one}
                  aria-pressed={one === shown}
                  onClick={() => choose(one.id)}
                >
                  <span>{one.name}</span>
                  <span className={classes.value}>{one.latest}</span>
                  <span className={classes.date}>{one.latestShown}</span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
          {series.length > FIRST && (
            <Button size="compact-sm" variant="subtle" onClick={() => setAll(!all)}>
              {all ? t('measure.fewer') : t('measure.all', { count: series.length })}
            </Button>
          )}
        </>
      )}
    </Card>
  )
}
