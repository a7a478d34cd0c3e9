import { useSyncExternalStore } from 'react'

export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]

/** What the browser's own formats and the page's `lang` attribute are told. */
const tags: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' }

const key = 'swen.language'
const listeners = new Set<() => void>()

function preferred(): Language {
  try {
    const stored = localStorage.getItem(key)
    if (stored === 'en' || stored === 'zh') return stored
  } catch {
    // Storage is blocked: the browser's languages decide.
  }
  const first = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag))
  return first !== undefined && /^zh\b/i.test(first) ? 'zh' : 'en'
}

let present: Language = 'en'

export function language(): Language {
  return present
}

export function localeTag(): string {
  return tags[present]
}

export function preferredLanguage(): Language {
  return preferred()
}

/** Only for lib/i18n: whoever wants another language asks for its texts first, see `switchLanguage`. */
export function applyLanguage(next: Language): void {
  present = next
  document.documentElement.lang = tags[next]
  for (const listener of listeners) listener()
}

export function rememberLanguage(next: Language): void {
  try {
    localStorage.setItem(key, next)
  } catch {
    // The choice then lasts as long as the page.
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, language)
}
