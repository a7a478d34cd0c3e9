import { startTransition, useEffect, useState } from 'react'

const longestWaitMs = 500

/** False at first, true once the browser has nothing more urgent to do: for what is dear to draw, such as a chart. */
export function useOnceIdle(): boolean {
  const [idle, setIdle] = useState(false)
  useEffect(() => {
    const now = () => startTransition(() => setIdle(true))
    // Safari has no idle callbacks.
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(now)
      return () => clearTimeout(timer)
    }
    const id = requestIdleCallback(now, { timeout: longestWaitMs })
    return () => cancelIdleCallback(id)
  }, [])
  return idle
}
