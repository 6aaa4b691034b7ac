import { Button, Group, Table } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FailurePanel } from '@/components/FailurePanel'
import { restore, session } from '@/lib/api'
import type { RestoreState } from '@/lib/api/types'
import { bytes, count, seconds } from '@/lib/format'
import { useEnter } from '@/lib/session'
import classes from './restore.module.css'

/** The roots computed from what came back equal the signed ones: that is the proof. */
export function ProofStep({ state }: { state: RestoreState }) {
  const { t } = useTranslation()
  const enter = useEnter()
  const { result } = state
  const finish = useMutation({
    mutationFn: () => restore.Finish().then(() => session.State()),
    onSuccess: enter,
  })
  const good = result.rootMatches && result.errors === 0
  return (
    <section className={classes.form}>
      <p className={classes.proof} data-bad={!good || undefined}>
        {good ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
        {good ? t('restore.proven') : t('restore.notProven')}
      </p>
      <p>
        {t('restore.report', {
          records: count(result.records),
          size: bytes(result.bytes),
          time: seconds(result.seconds),
          errors: count(result.errors),
          newest: result.newestShown,
        })}
      </p>
      <Table.ScrollContainer minWidth={420}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('restore.part')}</Table.Th>
              <Table.Th>{t('restore.fact.records')}</Table.Th>
              <Table.Th>{t('restore.root')}</Table.Th>
              <Table.Th>{t('restore.equal')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {result.roots.map((one) => (
              <Table.Tr key={one.compartment}>
                <Table.Th scope="row">
                  {t(`compartment.${one.compartment as 'care'}`, one.compartment)}
                </Table.Th>
                <Table.Td>{count(one.records)}</Table.Td>
                <Table.Td>
                  <code>{one.root}</code>
                </Table.Td>
                <Table.Td>{one.matches ? t('restore.yes') : t('restore.no')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <p className={classes.quiet}>{t('restore.oldKept')}</p>
      {finish.error && <FailurePanel failure={finish.error} />}
      <Group>
        <Button onClick={() => finish.mutate()} loading={finish.isPending}>
          {t('restore.open')}
        </Button>
      </Group>
    </section>
  )
}
