import { catalogue, type Language } from './index'
import en from './locales/words.en.json'

const loaded = new Map<Language, Record<string, string>>([['en', en]])

/** The words of the interfaces (states, kinds, levels). Most English ones are their own names, Chinese ones are listed. */
catalogue(
  'words',
  {
    en: () => Promise.resolve({ default: {} }),
    zh: async () => {
      const module = await import('./locales/words.zh.json')
      loaded.set('zh', module.default)
      return { default: {} }
    },
  },
  { en: {} },
)

export function wordIn(language: Language, value: string): string | undefined {
  return loaded.get(language)?.[value]
}
