import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { Row, Rows } from '@/components/Rows'
import type { BackupWork } from './useBackupWork'

/** A backup that was never read back is a hope: check it. */
export function CheckCard({ work }: { work: BackupWork }) {
  const { t } = useTranslation()
  return (
    <Card title={t('backup.check')}>
      <Rows label={t('backup.check')}>
        <Row below={t('backup.verifyAbout')}>
          <Group gap="xs">
            <Button
              variant="default"
              disabled={work.busy !== null}
              onClick={() => work.verify.mutate(false)}
            >
              {t('backup.verify')}
            </Button>
            <Button
              variant="default"
              disabled={work.busy !== null}
              onClick={() => work.verify.mutate(true)}
            >
              {t('backup.verifyAll')}
            </Button>
          </Group>
        </Row>
      </Rows>
    </Card>
  )
}
