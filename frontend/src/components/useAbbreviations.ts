import { useEffect, useState } from 'react'
import { care } from '@/lib/api'
import type { Abbreviation } from '@/lib/api/types'

/** After this pause in typing, milliseconds: nobody is corrected in the middle of a word. */
const PAUSE = 600

/** Ways of writing in a text that have been misread. A hint that cannot be had is none. Urgent asks at once. */
export function useAbbreviations(text: string, urgent = false): Abbreviation[] {
  const [found, setFound] = useState<Abbreviation[]>([])
  useEffect(() => {
    let current = true
    const timer = setTimeout(
      () => {
        care.Abbreviations(text).then(
          (answer) => current && setFound(answer),
          () => current && setFound([]),
        )
      },
      urgent ? 0 : PAUSE,
    )
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [text, urgent])
  return found
}
