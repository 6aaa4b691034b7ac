import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { CipherLine } from '@/components/CipherLine'
import { SafeList } from '@/components/SafeList'
import { sync } from '@/lib/api'
import { KEY } from '@/lib/queries'
import { useSession } from '@/lib/session'

export function SafeCard() {
  const { t } = useTranslation()
  const { proof } = useSession()
  const { data } = useQuery({ queryKey: [KEY.sync], queryFn: () => sync.Status() })
  return (
    <Card title={t('safe.title')}>
      {data && <SafeList status={data} />}
      <CipherLine proof={proof} />
    </Card>
  )
}
