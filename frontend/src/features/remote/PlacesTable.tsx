import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { remote } from '@/lib/api'
import { KEY } from '@/lib/queries'

/** The places that Farne lets a record go to, provider by provider. */
export function PlacesTable() {
  const { t } = useTranslation()
  const { data } = useQuery({
    queryKey: [KEY.providers],
    queryFn: () => remote.Providers(),
    staleTime: Infinity,
  })
  if (!data) return null
  return (
    <Card title={t('remote.places')}>
      <Table.ScrollContainer minWidth={480}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('remote.provider')}</Table.Th>
              <Table.Th>{t('remote.placesColumn')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map(({ id, name, regions }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td>
                  {regions
                    .map(({ place, law }) =>
                      t('remote.placeLaw', { place, law: t(`law.${law as 'EU'}`) }),
                    )
                    .join(', ')}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}
