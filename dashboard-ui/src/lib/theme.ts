import { useSyncExternalStore } from 'react'

export type ThemeChoice = 'system' | 'light' | 'dark'

const key = 'swen.theme'
const listeners = new Set<() => void>()
const system = () => window.matchMedia('(prefers-color-scheme: dark)')

function read(): ThemeChoice {
  try {
    const stored = localStorage.getItem(key)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    // Storage is blocked; the choice then lasts as long as the page.
    return 'system'
  }
}

let choice: ThemeChoice = read()

function apply(): void {
  const dark = choice === 'dark' || (choice === 'system' && system().matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}

export function setTheme(next: ThemeChoice): void {
  choice = next
  try {
    if (next === 'system') localStorage.removeItem(key)
    else localStorage.setItem(key, next)
  } catch {
    // As above.
  }
  apply()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  const media = system()
  media.addEventListener('change', apply)
  return () => {
    listeners.delete(listener)
    media.removeEventListener('change', apply)
  }
}

export function useTheme(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice)
}
