import { useSyncExternalStore } from 'react'

export type Toast = {
  id: number
  text: string
  detail?: string
  tone: 'good' | 'bad' | 'info'
  /** Takes the thing back; the message stays until it is done. */
  undo?: () => void | Promise<void>
}

/** More at once would hide the page; the oldest goes. */
const most = 4
let toasts: readonly Toast[] = []
let next = 1
const listeners = new Set<() => void>()

function set(now: readonly Toast[]): void {
  toasts = now
  for (const listener of listeners) listener()
}

/** Says what was done, in a corner, with the way to take it back where there is one. */
export function toast({ tone = 'good', ...rest }: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }): number {
  const id = next++
  set([...toasts, { ...rest, tone, id }].slice(-most))
  return id
}

export function dismissToast(id: number): void {
  set(toasts.filter((each) => each.id !== id))
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
}
