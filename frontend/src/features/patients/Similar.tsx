import { Anchor } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Row, Rows } from '@/components/Rows'
import type { PatientRow } from '@/lib/api/types'
import classes from './PatientForm.module.css'

/** People who may be the same: looked at before a second record of one patient is made. */
export function Similar({ rows }: { rows: PatientRow[] }) {
  const { t } = useTranslation()
  return (
    <section className={classes.similar} role="alert">
      <strong>{t('patients.form.similar', { count: rows.length })}</strong>
      <Rows>
        {rows.map((row) => (
          <Row key={row.id} below={row.nhsNumber} aside={row.bornShown}>
            <Anchor component={Link} to={`/patients/${row.id}`}>
              {row.name}
            </Anchor>
          </Row>
        ))}
      </Rows>
    </section>
  )
}
