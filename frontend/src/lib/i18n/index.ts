import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { setNumberLocale } from '../format'
import { enGB } from './catalogue'
import { pseudoLocale } from './pseudo'

/** Languages with a catalogue; those of ux.md without one fall back to English, visibly. */
export const LANGUAGES = [{ id: 'en-GB', name: 'English' }] as const

/** Prepares the texts. The language is the one that Go answers, never the web view's own. */
export async function startTexts(): Promise<void> {
  await i18next
    .use(initReactI18next)
    .use(pseudoLocale)
    .init({
      lng: 'en-GB',
      fallbackLng: 'en-GB',
      resources: { 'en-GB': { translation: enGB } },
      postProcess: ['pseudo'],
      // React escapes; escaping twice would show &amp; in a name.
      interpolation: { escapeValue: false },
      returnNull: false,
    })
}

export async function setLanguage(locale: string): Promise<void> {
  setNumberLocale(locale)
  document.documentElement.lang = locale === 'en-XA' ? 'en-GB' : locale
  if (i18next.language !== locale) await i18next.changeLanguage(locale)
}
