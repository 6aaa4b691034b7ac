import { Anchor } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Card } from '@/components/Card'
import type { Contact } from '@/lib/api/types'
import classes from './ContactCard.module.css'

export function ContactCard({
  patient,
  contact,
  write,
}: {
  patient: string
  contact: Contact
  write: boolean
}) {
  const { t } = useTranslation()
  const none = t('state.notKnown')
  const address = [contact.addressLine, contact.city, contact.postcode].filter(Boolean).join(', ')
  return (
    <Card
      title={t('contact.card')}
      aside={
        write && (
          <Anchor component={Link} to={`/patients/${patient}/edit`} size="sm">
            {t('contact.edit')}
          </Anchor>
        )
      }
    >
      <dl className={classes.facts} data-pii>
        <dt>{t('contact.phone')}</dt>
        <dd>{contact.phone || none}</dd>
        <dt>{t('contact.email')}</dt>
        <dd>{contact.email || none}</dd>
        <dt>{t('contact.address')}</dt>
        <dd>{address || none}</dd>
      </dl>
    </Card>
  )
}
