import classes from './Keys.module.css'

/** The key that does the same, on the button that does it. Screen readers use aria-keyshortcuts. */
export function Keys({ keys }: { keys: string }) {
  return (
    <kbd className={classes.keys} aria-hidden>
      {keys}
    </kbd>
  )
}
