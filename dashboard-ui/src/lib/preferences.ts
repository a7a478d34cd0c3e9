import { useSyncExternalStore } from 'react'

/** What a person chose for this browser: kept in its storage, set on the document for the styles. */
function preference<const T extends string>(name: string, options: readonly T[], standard: T) {
  const key = `swen.${name}`
  const listeners = new Set<() => void>()
  let present = standard
  try {
    present = options.find((option) => option === localStorage.getItem(key)) ?? standard
  } catch {
    // Storage is blocked; the choice then lasts as long as the page.
  }
  const apply = () => {
    document.documentElement.dataset[name] = present
  }
  apply()
  return {
    options,
    get: () => present,
    set: (next: T) => {
      present = next
      try {
        if (next === standard) localStorage.removeItem(key)
        else localStorage.setItem(key, next)
      } catch {
        // As above.
      }
      apply()
      for (const listener of listeners) listener()
    },
    use: () =>
      useSyncExternalStore(
        (listener) => {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
        () => present,
      ),
  }
}

export const density = preference('density', ['comfortable', 'compact'], 'comfortable')
export const motion = preference('motion', ['system', 'reduced'], 'system')

export const useDensity = density.use
export const useMotion = motion.use
