import { catalogue } from '@/lib/i18n'

/** The texts of what several features show of a change: its plan, its facts, its logs. */
export const useDomain = catalogue('domain', {
  en: () => import('./locales/en.json'),
  zh: () => import('./locales/zh.json'),
})
