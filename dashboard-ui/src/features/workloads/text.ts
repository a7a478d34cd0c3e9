import { catalogue } from '@/lib/i18n'

export const useText = catalogue('workloads', {
  en: () => import('./locales/en.json'),
  zh: () => import('./locales/zh.json'),
})

/** The form's own texts: only who submits needs them. */
export const useSubmitText = catalogue('submit', {
  en: () => import('./locales/submit.en.json'),
  zh: () => import('./locales/submit.zh.json'),
})
