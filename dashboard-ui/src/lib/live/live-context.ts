import { createContext, useContext, useSyncExternalStore } from 'react'
import type { LiveClient, LiveState } from './live-client'

export const LiveContext = createContext<LiveClient | null>(null)

const idle: LiveState = { connection: 'connecting', lostAt: null, attempt: 0, outages: [] }
const none = () => () => undefined

export function useLiveClient(): LiveClient | null {
  return useContext(LiveContext)
}

export function useLiveState(): LiveState {
  const client = useContext(LiveContext)
  return useSyncExternalStore(client?.subscribe ?? none, client?.getState ?? (() => idle))
}

/** Asks now and then even when events flow, and often when they do not. */
export function useRefreshInterval(liveMs: number): number {
  const { connection } = useLiveState()
  return connection === 'live' ? liveMs : Math.min(liveMs, 10_000)
}
