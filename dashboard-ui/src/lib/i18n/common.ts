import { catalogue } from './index'
import { language } from './language'
import en from './locales/common.en.json'
import { wordIn } from './words'

/** What every page needs. English comes with the first chunk, Chinese before the first page is drawn. */
export const useCommon = catalogue(
  'common',
  { en: () => Promise.resolve({ default: en }), zh: () => import('./locales/common.zh.json') },
  { en },
)

export type CommonKey = Parameters<ReturnType<typeof useCommon>>[0]

/** `awaiting_approval` → `Awaiting approval`; a word of the interfaces, in the page's language. */
export function word(value: string): string {
  const known = wordIn(language(), value)
  if (known !== undefined) return known
  const spaced = value.replaceAll('_', ' ').replaceAll('-', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
