/** People go on where they stopped: at the end. */
export function writeOn(field: HTMLTextAreaElement | null) {
  field?.focus()
  field?.setSelectionRange(field.value.length, field.value.length)
}
