import { Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Keys } from '@/components/Keys'
import classes from './palette.module.css'
import { usePaletteItems, type Item } from './usePaletteItems'

interface Props {
  opened: boolean
  close: () => void
  help: () => void
}

/** One field that finds patients and acts. Escape leaves everything as it was. */
export function Palette({ opened, close, help }: Props) {
  const { t } = useTranslation()
  return (
    <Modal.Root
      opened={opened}
      onClose={close}
      padding={0}
      size={620}
      yOffset={80}
      centered={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.label')}>
        <Search opened={opened} close={close} help={help} />
      </Modal.Content>
    </Modal.Root>
  )
}

function Search({ opened, close, help }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const items = usePaletteItems(text, opened, help)
  const current = items[Math.min(at, items.length - 1)]

  function choose(item: Item | undefined) {
    if (!item) return
    close()
    item.act()
  }

  function onKey(event: React.KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && items.length > 0) {
      event.preventDefault()
      const next = (Math.min(at, items.length - 1) + step + items.length) % items.length
      setAt(next)
      document.getElementById(`palette-${items[next]?.id}`)?.scrollIntoView({ block: 'nearest' })
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      choose(current)
    }
  }

  return (
    <>
      <input
        className={classes.input}
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls="palette-list"
        aria-activedescendant={current ? `palette-${current.id}` : undefined}
        aria-label={t('bar.search')}
        placeholder={t('bar.search')}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={text}
        onKeyDown={onKey}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
      />
      {items.length === 0 && (
        <p className={classes.empty} role="status">
          {t('palette.empty')}
        </p>
      )}
      <ul id="palette-list" role="listbox" aria-label={t('palette.label')} className={classes.list}>
        {items.map((item) => (
          <li
            key={item.id}
            id={`palette-${item.id}`}
            role="option"
            aria-selected={item === current}
            className={classes.option}
            onClick={() => choose(item)}
          >
            <span data-pii={item.patient || undefined}>
              {item.label} <span className={classes.below}>{item.below}</span>
            </span>
            {item.keys && <Keys keys={item.keys} />}
          </li>
        ))}
      </ul>
    </>
  )
}
