import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { sessionQuery } from '@/api/session'
import { createInvalidator, liveTypes } from './invalidation'
import { LiveClient } from './live-client'
import { LiveContext } from './live-context'

function socketUrl(): string {
  const { protocol, host } = window.location
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws`
}

export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const [{ client, invalidator }] = useState(() => {
    const invalidator = createInvalidator(queries)
    const client = new LiveClient({
      url: socketUrl(),
      types: liveTypes,
      onEvents: (events) => invalidator.events(events),
      onGap: () => invalidator.all(),
      // An ended session closes the socket without saying why; asking for the session leads to the login.
      beforeReconnect: () => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    })
    return { client, invalidator }
  })

  useEffect(() => {
    client.start()
    const online = () => client.retryNow()
    window.addEventListener('online', online)
    return () => {
      window.removeEventListener('online', online)
      client.stop()
      invalidator.stop()
    }
  }, [client, invalidator])

  return <LiveContext value={client}>{children}</LiveContext>
}
