import { catalogue, type Language } from './index'

const loaded = new Map<Language, Record<string, string>>()

/** The words of the interfaces (states, kinds, levels). English ones are their own names, Chinese ones are listed. */
catalogue(
  'words',
  {
    en: () => Promise.resolve({ default: {} as Record<string, string> }),
    zh: async () => {
      const module = await import('./locales/words.zh.json')
      loaded.set('zh', module.default)
      return { default: {} as Record<string, string> }
    },
  },
  { en: {} },
)

export function wordsIn(language: Language): Record<string, string> | undefined {
  return loaded.get(language)
}
