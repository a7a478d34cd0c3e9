import { useSyncExternalStore } from 'react'

export type SavedView = { name: string; query: string }

const most = 30
const listeners = new Set<() => void>()
const cache = new Map<string, { raw: string | null; views: readonly SavedView[] }>()

const keyOf = (list: string) => `swen.views.${list}`

function isView(value: unknown): value is SavedView {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as SavedView).name === 'string' &&
    typeof (value as SavedView).query === 'string'
  )
}

export function savedViews(list: string): readonly SavedView[] {
  let raw: string | null = null
  try {
    raw = localStorage.getItem(keyOf(list))
  } catch {
    // Storage is blocked: there are none.
  }
  const known = cache.get(list)
  if (known?.raw === raw) return known.views
  let views: readonly SavedView[] = []
  try {
    const parsed: unknown = raw === null ? [] : JSON.parse(raw)
    views = Array.isArray(parsed) ? parsed.filter(isView).slice(0, most) : []
  } catch {
    // What another program left there is no list of views.
  }
  cache.set(list, { raw, views })
  return views
}

function store(list: string, views: readonly SavedView[]): void {
  try {
    localStorage.setItem(keyOf(list), JSON.stringify(views.slice(-most)))
  } catch {
    // Without storage a view cannot be kept; its address can.
  }
  for (const listener of listeners) listener()
}

/** A view of the same name is replaced. */
export function saveView(list: string, view: SavedView): void {
  store(list, [...savedViews(list).filter((each) => each.name !== view.name), view])
}

export function deleteView(list: string, name: string): void {
  store(
    list,
    savedViews(list).filter((each) => each.name !== name),
  )
}

export function useSavedViews(list: string): readonly SavedView[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => savedViews(list),
  )
}
