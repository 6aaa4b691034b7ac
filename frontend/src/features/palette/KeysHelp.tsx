import { Modal, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Keys } from '@/components/Keys'
import { keyTable } from './keyTable'
import classes from './palette.module.css'

export function KeysHelp({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      {keyTable.map(({ group, keys }) => (
        <section key={group} className={classes.group}>
          <h3>{t(`keys.group.${group}`)}</h3>
          <Table verticalSpacing={4}>
            <Table.Tbody>
              {keys.map((name) => (
                <Table.Tr key={name}>
                  <Table.Td>{t(`keys.does.${name}`)}</Table.Td>
                  <Table.Td ta="right">
                    <Keys keys={t(`key.${name}`)} />
                    <span className={classes.read}>{t(`key.${name}`)}</span>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      ))}
      <p className={classes.note}>{t('keys.off')}</p>
    </Modal>
  )
}
