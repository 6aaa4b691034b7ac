import 'i18next'
import type { enGB } from './catalogue'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof enGB }
  }
}
