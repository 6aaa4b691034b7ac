import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PatientRecord } from '@/lib/api/types'
import { Tag } from '@/components/Tag'
import { AllergyLine } from './AllergyLine'
import classes from './PatientBanner.module.css'

/**
 * The patient banner of the NHS Common User Interface (PAB-0009 to 0019, 0055, 0064, 0076): name,
 * born (age), gender, NHS number in this order, labels without a colon, missing data in words, and
 * a pattern besides the colour for somebody who has died.
 */
export function PatientBanner({ record }: { record: PatientRecord }) {
  const { t } = useTranslation()
  const { banner } = record
  const none = t('state.notKnown')
  return (
    <section
      className={classes.banner}
      data-deceased={banner.deceased || undefined}
      aria-label={t('banner.label')}
    >
      <div className={classes.who}>
        <h1 className={classes.name} data-pii>
          {banner.name}
        </h1>
        {banner.preferred && (
          <p className={classes.preferred} data-pii>
            {t('banner.known', { name: banner.preferred })}
          </p>
        )}
      </div>
      <dl className={classes.facts}>
        <Fact label={t('banner.born')}>
          <span data-pii>
            {banner.bornShown
              ? banner.deceased
                ? banner.bornShown
                : t('banner.age', { date: banner.bornShown, age: banner.age })
              : none}
          </span>
        </Fact>
        {banner.deceased && (
          <>
            <Fact label={t('banner.died')}>{banner.diedShown || none}</Fact>
            <Fact label={t('banner.ageAtDeath')}>{banner.ageAtDeath || none}</Fact>
          </>
        )}
        <Fact label={t('banner.gender')}>
          {banner.gender ? t(`gender.${banner.gender}`) : none}
        </Fact>
        <Fact label={t('banner.nhs')}>
          <span data-pii>{banner.nhsNumber || none}</span>
          {banner.nhsDigits && <CopyNumber digits={banner.nhsDigits} />}
        </Fact>
        {banner.inactive && <Tag tone="wait">{t('patients.inactive')}</Tag>}
      </dl>
      <AllergyLine allergies={record.allergies} />
    </section>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function CopyNumber({ digits }: { digits: string }) {
  const { t } = useTranslation()
  return (
    <CopyButton value={digits}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('act.copied') : t('banner.copy')}>
          <ActionIcon variant="subtle" size={24} onClick={copy} aria-label={t('banner.copy')}>
            {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  )
}
