import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportReport } from '@/lib/api/types'
import { count, seconds } from '@/lib/format'
import classes from './ExchangePage.module.css'

const columns = ['read', 'created', 'updated', 'unchanged', 'kept'] as const

export function ImportReportView({ report }: { report: ImportReport }) {
  const { t } = useTranslation()
  return (
    <section className={classes.report} role="status">
      <strong>
        {report.dryRun
          ? t('exchange.wouldBe')
          : t('exchange.done', { time: seconds(report.seconds) })}
      </strong>
      <Table.ScrollContainer minWidth={460}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('exchange.column.type')}</Table.Th>
              {columns.map((name) => (
                <Table.Th key={name} ta="right">
                  {t(`exchange.column.${name}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.types.map((row) => (
              <Table.Tr key={row.type}>
                <Table.Th scope="row">{row.type}</Table.Th>
                {columns.map((name) => (
                  <Table.Td key={name} ta="right">
                    {count(row[name])}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <p>{t('exchange.keptMeans')}</p>
      {report.failed.length > 0 && (
        <>
          <p>{t('exchange.failed', { count: report.failed.length })}</p>
          <ul className={classes.failed}>
            {report.failed.map((one) => (
              <li key={`${one.file}:${one.line}`}>{t('exchange.failedLine', { ...one })}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
