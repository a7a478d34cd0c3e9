import { startTransition, useEffect, useState } from 'react'

const longestWaitMs = 500

/** What waits for its turn: one is drawn at a time, so that the browser can answer people between two of them. */
const waiting = new Set<() => void>()
let asked = false

function ask(): void {
  if (asked || waiting.size === 0) return
  asked = true
  const next = () => {
    asked = false
    const [draw] = waiting
    if (draw === undefined) return
    waiting.delete(draw)
    startTransition(draw)
    ask()
  }
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(next, { timeout: longestWaitMs })
  else setTimeout(next)
}

/** False at first, true once the browser has nothing more urgent to do: for what is dear to draw, such as a chart. */
export function useOnceIdle(): boolean {
  const [idle, setIdle] = useState(false)
  useEffect(() => {
    const draw = () => setIdle(true)
    waiting.add(draw)
    ask()
    return () => void waiting.delete(draw)
  }, [])
  return idle
}
