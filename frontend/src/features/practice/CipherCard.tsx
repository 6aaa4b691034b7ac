import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { CipherLine } from '@/components/CipherLine'
import { Row, Rows } from '@/components/Rows'
import { Tag } from '@/components/Tag'
import { bytes } from '@/lib/format'
import { useSession } from '@/lib/session'
import classes from './PracticePage.module.css'

/** File by file: what the store proved when it opened them. */
export function CipherCard() {
  const { t } = useTranslation()
  const { proof, secondFactor, version } = useSession()
  return (
    <Card title={t('cipher.card')} aside={t('app.version', { version })}>
      <CipherLine proof={proof} />
      <p className={classes.facts}>{proof.detail}</p>
      <Rows label={t('cipher.card')}>
        {proof.files.map((file) => (
          <Row
            key={file.name}
            below={bytes(file.size)}
            aside={
              <Tag tone={file.encrypted ? 'go' : 'risk'}>
                {file.encrypted ? t('cipher.yes') : t('cipher.no')}
              </Tag>
            }
          >
            {file.name}
          </Row>
        ))}
      </Rows>
      <p className={classes.facts}>{t(`unlock.factor.${secondFactor}`)}</p>
    </Card>
  )
}
