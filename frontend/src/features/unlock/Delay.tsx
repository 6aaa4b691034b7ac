import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Counts the growing delay after wrong passwords down. */
export function Delay({ seconds }: { seconds: number }) {
  const { t } = useTranslation()
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const timer = setInterval(() => setLeft((now) => Math.max(0, now - 1)), 1000)
    return () => clearInterval(timer)
  }, [])
  return left > 0 ? <span>{t('unlock.wait', { count: left })}</span> : null
}
