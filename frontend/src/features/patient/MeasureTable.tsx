import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Series } from '@/lib/api/types'

/** The same values as text, newest first. */
export function MeasureTable({ series }: { series: Series }) {
  const { t } = useTranslation()
  const dates = [
    ...new Map(series.lines.flatMap(({ points }) => points).map((p) => [p.at, p.shown])),
  ]
  dates.sort(([a], [b]) => b.localeCompare(a))
  return (
    <Table.ScrollContainer minWidth={200} maxHeight={260}>
      <Table verticalSpacing={4} aria-label={series.name}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('measure.date')}</Table.Th>
            {series.lines.map(({ name }) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {dates.map(([at, shown]) => (
            <Table.Tr key={at}>
              <Table.Td>{shown}</Table.Td>
              {series.lines.map(({ name, points }) => (
                <Table.Td key={name}>
                  {points.find((point) => point.at === at)?.valueShown ?? ''}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
