import type { QueryClient } from '@tanstack/react-query'
import { sessionQuery } from '@/api/session'
import { createInvalidator, liveTypes } from './invalidation'
import { LiveClient } from './live-client'

function socketUrl(): string {
  const { protocol, host } = window.location
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws`
}

/** Opens the page's line and lets its events refresh the page's answers, until it is closed. */
export function openLine(queries: QueryClient): { client: LiveClient; close: () => void } {
  const invalidator = createInvalidator(queries)
  const client = new LiveClient({
    url: socketUrl(),
    types: liveTypes,
    onEvents: (events) => invalidator.events(events),
    onGap: () => invalidator.all(),
    onReady: () => invalidator.ready(),
    onResumed: () => invalidator.failed(),
    // An ended session closes the socket without saying why; asking for the session leads to the login.
    beforeReconnect: () => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  })
  const online = () => client.retryNow()
  window.addEventListener('online', online)
  client.start()
  return {
    client,
    close: () => {
      window.removeEventListener('online', online)
      client.stop()
      invalidator.stop()
    },
  }
}
