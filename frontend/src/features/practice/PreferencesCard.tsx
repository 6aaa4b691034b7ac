import { NativeSelect, SegmentedControl, Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/Card'
import { FailurePanel } from '@/components/FailurePanel'
import { session } from '@/lib/api'
import type { Preferences } from '@/lib/api/types'
import { LANGUAGES } from '@/lib/i18n'
import { useEnter, useSession } from '@/lib/session'
import classes from './PracticePage.module.css'

/** The window on this laptop. Go keeps it beside the home: the unlock screen needs it as well. */
export function PreferencesCard() {
  const { t } = useTranslation()
  const enter = useEnter()
  const { preferences } = useSession()
  const set = useMutation({
    mutationFn: (part: Partial<Preferences>) => session.SetPreferences({ ...preferences, ...part }),
    onSuccess: enter,
  })
  return (
    <Card title={t('practice.preferences')}>
      <div className={classes.settings}>
        <div>
          <p className={classes.label}>{t('practice.theme')}</p>
          <SegmentedControl
            aria-label={t('practice.theme')}
            value={preferences.theme}
            onChange={(theme) => set.mutate({ theme: theme })}
            data={(['system', 'light', 'dark'] as const).map((value) => ({
              value,
              label: t(`theme.${value}`),
            }))}
          />
        </div>
        {LANGUAGES.length > 1 && (
          <NativeSelect
            label={t('practice.language')}
            value={preferences.locale}
            onChange={(event) => set.mutate({ locale: event.currentTarget.value })}
            data={LANGUAGES.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <Switch
          label={t('practice.singleKeys')}
          description={t('practice.singleKeysNote')}
          checked={preferences.singleKeys}
          onChange={(event) => set.mutate({ singleKeys: event.currentTarget.checked })}
        />
      </div>
      {set.error && <FailurePanel failure={set.error} />}
    </Card>
  )
}
