import { useTranslation } from 'react-i18next'

/** FHIR's status codes in words; a code without words is shown as it is rather than left out. */
export function useStatusWords() {
  const { t, i18n } = useTranslation()
  return (status: string) => {
    const key = `status.${status}`
    return status && i18n.exists(key) ? t(key as 'status.active') : status
  }
}
