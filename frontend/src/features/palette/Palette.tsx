import { Loader, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Keys } from '@/components/Keys'
import classes from './palette.module.css'
import { useChoice } from './useChoice'
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
  const { items, settled, failure } = usePaletteItems(text, opened, help)
  const choice = useChoice({ items, settled, choose })
  const { current, waiting } = choice

  function choose(item: Item) {
    close()
    item.act()
  }

  function onKey(event: React.KeyboardEvent) {
    // Enter that only ends a composed letter chooses nobody.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const next = choice.step(event.key === 'ArrowDown' ? 1 : -1)
      document.getElementById(`palette-${next?.id}`)?.scrollIntoView({ block: 'nearest' })
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      choice.enter()
    }
  }

  return (
    <>
      <div className={classes.field}>
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
            choice.typed()
          }}
        />
        {!settled && <Loader className={classes.loader} data-late={!waiting} aria-hidden />}
      </div>
      <p className={classes.said} role="status">
        {waiting && t('palette.waiting')}
        {settled && items.length === 0 && !failure && t('palette.empty')}
      </p>
      {failure && (
        <p className={classes.said} role="alert">
          {t('palette.failed', { why: failure.message })}
        </p>
      )}
      <ul
        id="palette-list"
        role="listbox"
        aria-label={t('palette.label')}
        aria-busy={!settled}
        className={classes.list}
      >
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
