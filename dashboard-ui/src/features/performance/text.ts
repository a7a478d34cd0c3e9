import { catalogue } from '@/lib/i18n'

export const useText = catalogue('performance', {
  en: () => import('./locales/en.json'),
  zh: () => import('./locales/zh.json'),
})
