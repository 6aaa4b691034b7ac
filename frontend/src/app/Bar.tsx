import { Menu, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Keys } from '@/components/Keys'
import { useSay } from '@/components/useSay'
import { SyncChip } from '@/features/sync/SyncChip'
import { lockNow, useSession } from '@/lib/session'
import { toggleVeil } from '@/lib/veil'
import classes from './Bar.module.css'

/** One bar: search, an honest state of the backup, who is here, and the lock. */
export function Bar({ search, log }: { search: () => void; log: () => void }) {
  const { t } = useTranslation()
  const { failed } = useSay()
  const { person, practice, demo } = useSession()
  return (
    <header className={classes.bar}>
      <Link to="/" className={classes.brand}>
        {t('app.name')}
      </Link>
      <UnstyledButton className={classes.search} onClick={search} aria-keyshortcuts="Control+K">
        <IconSearch size={16} aria-hidden />
        <span className={classes.searchWords}>{t('bar.search')}</span>
        <Keys keys={t('key.palette')} />
      </UnstyledButton>
      <span className={classes.space} />
      {demo && <span className={classes.demo}>{t('bar.demo')}</span>}
      <SyncChip open={log} />
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <UnstyledButton className={classes.pill}>
            {t('bar.person', { name: person?.name ?? '', role: person?.role ?? '' })}
            <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{practice}</Menu.Label>
          <Menu.Item component={Link} to="/practice">
            {t('bar.settings')}
          </Menu.Item>
          <Menu.Item onClick={() => toggleVeil()} rightSection={<Keys keys={t('key.veil')} />}>
            {t('bar.veil')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <UnstyledButton
        className={classes.pill}
        onClick={() => void lockNow().catch(failed)}
        aria-keyshortcuts="Control+L"
      >
        {t('bar.lock')}
        <Keys keys={t('key.lock')} />
      </UnstyledButton>
    </header>
  )
}
