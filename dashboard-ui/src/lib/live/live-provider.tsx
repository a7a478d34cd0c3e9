import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import type { LiveClient } from './live-client'
import { LiveContext } from './live-context'

const tryAgainMs = 5_000

/** The line's code comes after the page's own: what is missed until it is open is asked for once it is. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const [client, setClient] = useState<LiveClient | null>(null)

  useEffect(() => {
    let gone = false
    let close: (() => void) | null = null
    let timer: ReturnType<typeof setTimeout> | null = null
    const open = () => {
      import('./live-connection').then(
        ({ openLine }) => {
          if (gone) return
          const line = openLine(queries)
          close = line.close
          setClient(line.client)
        },
        () => {
          // Until then the page says that it is connecting, and asks by itself.
          if (!gone) timer = setTimeout(open, tryAgainMs)
        },
      )
    }
    open()
    return () => {
      gone = true
      if (timer !== null) clearTimeout(timer)
      close?.()
      setClient(null)
    }
  }, [queries])

  return <LiveContext value={client}>{children}</LiveContext>
}
