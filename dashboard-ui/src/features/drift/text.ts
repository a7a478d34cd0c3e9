import { catalogue } from '@/lib/i18n'

export const useText = catalogue('drift', {
  en: () => import('./locales/en.json'),
  zh: () => import('./locales/zh.json'),
})
