/** Screen privacy: blurs what names a patient, while somebody looks over the shoulder. */
export function toggleVeil(): boolean {
  const root = document.documentElement
  const on = !root.hasAttribute('data-veiled')
  root.toggleAttribute('data-veiled', on)
  return on
}
