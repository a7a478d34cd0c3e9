import { useEffect, useRef, useSyncExternalStore } from 'react'

export type Shortcut = { keys: string; label: string; scope: 'global' | 'page' }
type Bound = Shortcut & { run: () => void; id: number }

/** How long the second key of a pair may take. */
const pairMs = 1200
const bound: Bound[] = []
const listeners = new Set<() => void>()
let shown: readonly Shortcut[] = []
let first: { key: string; at: number } | null = null
let count = 0

function changed(): void {
  shown = bound.map(({ keys, label, scope }) => ({ keys, label, scope }))
  for (const listener of listeners) listener()
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

/** `mod+k`, `g`, `?`, as a person would write what was pressed. */
export function keyName(event: KeyboardEvent): string {
  const parts: string[] = []
  if (event.ctrlKey || event.metaKey) parts.push('mod')
  if (event.altKey) parts.push('alt')
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase().replace('arrow', '')
  if (event.shiftKey && event.key.length > 1) parts.push('shift')
  parts.push(key === ' ' ? 'space' : key)
  return parts.join('+')
}

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat) return
  const name = keyName(event)
  const held = name.startsWith('mod+')
  // A letter that is typed is text; a dialog has its own keys.
  if (!held && (isTyping(event.target) || document.querySelector('[role="dialog"]') !== null)) {
    first = null
    return
  }
  const pair = first !== null && event.timeStamp - first.at < pairMs ? `${first.key} ${name}` : null
  // The latest one wins: a page may take a key that the app also has.
  const match = bound.findLast((each) => each.keys === pair) ?? bound.findLast((each) => each.keys === name)
  first = null
  if (match !== undefined) {
    event.preventDefault()
    match.run()
  } else if (bound.some((each) => each.keys.startsWith(`${name} `))) {
    first = { key: name, at: event.timeStamp }
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Runs something at a key (`a`), a pair (`g w`) or a held one (`mod+k`), and lists it in the help. */
export function useShortcut(
  keys: string | undefined,
  label: string,
  run: () => void,
  { enabled = true, scope = 'page' }: { enabled?: boolean; scope?: Shortcut['scope'] } = {},
): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (!enabled || keys === undefined) return
    const entry: Bound = { keys, label, scope, run: () => latest.current(), id: count++ }
    if (bound.length === 0) window.addEventListener('keydown', handle)
    bound.push(entry)
    changed()
    return () => {
      bound.splice(bound.indexOf(entry), 1)
      if (bound.length === 0) window.removeEventListener('keydown', handle)
      changed()
    }
  }, [keys, label, scope, enabled])
}

export function useShortcutList(): readonly Shortcut[] {
  return useSyncExternalStore(subscribe, () => shown)
}
