import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { restore } from '@/lib/api'
import type { WordsCheck } from '@/lib/api/types'

/** Words as people paste them: numbers before them, commas and line breaks between. */
export function splitWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter(Boolean)
}

/** Asks Go about the words a moment after the last stroke; the answer says which one is off. */
export function useWords(text: string) {
  const { t } = useTranslation()
  const [check, setCheck] = useState<WordsCheck | null>(null)
  const list = splitWords(text)
  const joined = list.join(' ')
  useEffect(() => {
    let current = true
    const timer = setTimeout(() => {
      if (joined === '') return setCheck(null)
      restore.CheckWords(joined.split(' ')).then(
        (answer) => current && setCheck(answer),
        () => current && setCheck(null),
      )
    }, 200)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [joined])
  return { list, check, hint: hintOf() }

  function hintOf(): string {
    if (list.length === 0 || !check) return t('restore.words.count', { count: list.length })
    if (check.complete) return t('restore.words.complete')
    if (check.unknown.length > 0) {
      return t('restore.words.unknown', { positions: check.unknown.join(', ') })
    }
    if (check.checksumWrong) return t('restore.words.checksum')
    return t('restore.words.count', { count: list.length })
  }
}
