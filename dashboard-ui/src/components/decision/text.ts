import { catalogue } from '@/lib/i18n'

/** The texts of a decision: on its workload's page, on its own and where one is tried out. */
export const useDecisionText = catalogue('decision', {
  en: () => import('./locales/en.json'),
  zh: () => import('./locales/zh.json'),
})
