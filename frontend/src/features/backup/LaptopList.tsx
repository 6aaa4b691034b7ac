import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { FailurePanel } from '@/components/FailurePanel'
import { Row, Rows } from '@/components/Rows'
import { Tag } from '@/components/Tag'
import { backup } from '@/lib/api'
import type { Laptop } from '@/lib/api/types'
import { KEY } from '@/lib/queries'
import classes from './BackupPage.module.css'

const tones = { active: 'go', revoked: 'risk', waiting: 'wait' } as const

export function LaptopList() {
  const { t } = useTranslation()
  const { data, error } = useQuery({ queryKey: [KEY.laptops], queryFn: () => backup.Laptops() })
  const when = (one: Laptop) =>
    one.thisDevice && one.state === 'active'
      ? t('laptop.here')
      : t(`laptop.state.${one.state}`, { time: one.heardShown })
  return (
    <Card title={t('laptop.list')}>
      {error && <FailurePanel failure={error} />}
      <Rows label={t('laptop.list')}>
        {data?.map((one) => (
          <Row
            key={one.id}
            below={one.holds.map((name) => t(`compartment.${name as 'care'}`, name)).join(', ')}
            aside={<Tag tone={tones[one.state]}>{when(one)}</Tag>}
          >
            <strong className={one.state === 'revoked' ? classes.gone : undefined}>
              {one.name}
            </strong>
            {one.thisDevice && ` · ${t('laptop.this')}`}
          </Row>
        ))}
      </Rows>
    </Card>
  )
}
