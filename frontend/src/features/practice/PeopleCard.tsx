import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { FailurePanel } from '@/components/FailurePanel'
import { Row, Rows } from '@/components/Rows'
import { Tag } from '@/components/Tag'
import { practice } from '@/lib/api'
import { KEY } from '@/lib/queries'
import classes from './PracticePage.module.css'

export function PeopleCard() {
  const { t } = useTranslation()
  const { data, error } = useQuery({ queryKey: [KEY.practice], queryFn: () => practice.Get() })
  return (
    <Card title={t('practice.people')}>
      {error && <FailurePanel failure={error} />}
      {data && (
        <>
          <p className={classes.facts}>
            {data.kitShown ? t('practice.kit', { date: data.kitShown }) : t('practice.kitNotYet')}
          </p>
          <Rows label={t('practice.people')}>
            {data.people.map((one) => (
              <Row
                key={one.id}
                below={one.roles}
                aside={!one.active && <Tag tone="none">{t('practice.disabled')}</Tag>}
              >
                {one.name} {one.you && <Tag>{t('practice.you')}</Tag>}
              </Row>
            ))}
          </Rows>
        </>
      )}
    </Card>
  )
}
