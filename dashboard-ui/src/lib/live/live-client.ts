import type { CloudEvent } from '@/api/types'

export type Outage = { service: string; since: string | null }

export type LiveState = {
  connection: 'connecting' | 'live' | 'reconnecting'
  /** When the connection was lost, in wall milliseconds. */
  lostAt: number | null
  attempt: number
  outages: readonly Outage[]
}

export type SocketLike = Pick<WebSocket, 'send' | 'close' | 'readyState'> & {
  onopen: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent) => void) | null
  onclose: ((event: CloseEvent) => void) | null
  onerror: ((event: Event) => void) | null
}

export type LiveOptions = {
  url: string
  types: readonly string[]
  onEvents: (events: CloudEvent[]) => void
  /** Events may have been missed: whatever is shown has to be asked for again. */
  onGap: () => void
  /** Called before each new attempt; a lost session shows there and not in the socket. */
  beforeReconnect?: () => void
  openSocket?: (url: string) => SocketLike
  random?: () => number
  schedule?: (flush: () => void) => void
}

type ServerFrame =
  | { op: 'event'; cursor: string; event: CloudEvent }
  | { op: 'ready'; cursor: string }
  | { op: 'outage'; service: string; since?: string }
  | { op: 'recovered'; service: string }
  | { op: 'ping' }

const firstDelay = 500
const longestDelay = 30_000
/** The server pings every 20 s; two missing pings mean that the line is dead even if the socket does not know. */
const silenceLimit = 45_000
const settledAfter = 5_000

/** Full jitter over a doubling bound, so that browsers do not come back in step after a restart. */
export function backoffDelay(attempt: number, random: () => number): number {
  const bound = Math.min(longestDelay, firstDelay * 2 ** Math.min(attempt, 16))
  return Math.round(bound / 2 + (random() * bound) / 2)
}

function parseFrame(data: unknown): ServerFrame | null {
  if (typeof data !== 'string') return null
  try {
    const frame = JSON.parse(data) as unknown
    return typeof frame === 'object' && frame !== null && 'op' in frame ? (frame as ServerFrame) : null
  } catch {
    // A frame that cannot be read is counted as a gap by the caller.
    return null
  }
}

function nextFrame(flush: () => void): void {
  // A hidden page gets no animation frames, yet its data should be right when it is looked at again.
  if (document.hidden) setTimeout(flush, 250)
  else requestAnimationFrame(flush)
}

/**
 * The page's one WebSocket: subscribes, resumes after the last cursor, reconnects with back-off, notices a silent line, and
 * hands events over in one batch an animation frame.
 */
export class LiveClient {
  private readonly options: Required<Omit<LiveOptions, 'beforeReconnect'>> & Pick<LiveOptions, 'beforeReconnect'>
  private readonly listeners = new Set<() => void>()
  private state: LiveState = { connection: 'connecting', lostAt: null, attempt: 0, outages: [] }
  private socket: SocketLike | null = null
  private cursor: string | null = null
  private everReady = false
  private stopped = true
  private batch: CloudEvent[] = []
  private flushing = false
  private retryTimer: ReturnType<typeof setTimeout> | null = null
  private silenceTimer: ReturnType<typeof setTimeout> | null = null
  private settleTimer: ReturnType<typeof setTimeout> | null = null

  constructor(options: LiveOptions) {
    this.options = {
      openSocket: (url) => new WebSocket(url),
      random: Math.random,
      schedule: nextFrame,
      ...options,
    }
  }

  start(): void {
    if (!this.stopped) return
    this.stopped = false
    this.connect()
  }

  stop(): void {
    this.stopped = true
    this.clearTimers()
    const socket = this.socket
    this.socket = null
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
      socket.close(1000)
    }
  }

  /** Skips the waiting time, for "try now" and for a network that came back. */
  retryNow(): void {
    if (this.stopped || this.socket !== null) return
    if (this.retryTimer !== null) clearTimeout(this.retryTimer)
    this.connect()
  }

  readonly getState = (): LiveState => this.state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private update(change: Partial<LiveState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }

  private connect(): void {
    const socket = this.options.openSocket(this.options.url)
    this.socket = socket
    this.watchSilence()
    socket.onopen = () => {
      socket.send(JSON.stringify({ op: 'subscribe', types: this.options.types, after: this.cursor }))
    }
    socket.onmessage = (message) => this.receive(message.data)
    socket.onclose = () => this.lost(socket)
    // The close that follows an error is what reconnects.
    socket.onerror = () => undefined
  }

  private receive(data: unknown): void {
    this.watchSilence()
    const frame = parseFrame(data)
    if (frame === null) {
      this.options.onGap()
      return
    }
    switch (frame.op) {
      case 'event':
        this.cursor = frame.cursor
        this.batch.push(frame.event)
        this.flushSoon()
        break
      case 'ready': {
        const resumedBlind = this.everReady && this.cursor === null
        this.cursor = frame.cursor
        this.everReady = true
        this.update({ connection: 'live', lostAt: null })
        this.settleTimer = setTimeout(() => this.update({ attempt: 0 }), settledAfter)
        if (resumedBlind) this.options.onGap()
        break
      }
      case 'outage': {
        const others = this.state.outages.filter((outage) => outage.service !== frame.service)
        const news = others.length === this.state.outages.length
        this.update({ outages: [...others, { service: frame.service, since: frame.since ?? null }] })
        // What it owns is asked for at once: a failed answer marks it with its age, which would look fresh until the next look.
        if (news) this.options.onGap()
        break
      }
      case 'recovered':
        this.update({ outages: this.state.outages.filter((outage) => outage.service !== frame.service) })
        // What failed while the service was away is asked for again.
        this.options.onGap()
        break
      case 'ping':
        break
    }
  }

  private flushSoon(): void {
    if (this.flushing) return
    this.flushing = true
    this.options.schedule(() => {
      this.flushing = false
      const events = this.batch
      this.batch = []
      if (!this.stopped && events.length > 0) this.options.onEvents(events)
    })
  }

  private watchSilence(): void {
    if (this.silenceTimer !== null) clearTimeout(this.silenceTimer)
    this.silenceTimer = setTimeout(() => {
      const socket = this.socket
      if (socket === null) return
      socket.close(4000)
      this.lost(socket)
    }, silenceLimit)
  }

  private lost(socket: SocketLike): void {
    if (this.stopped || this.socket !== socket) return
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
    this.socket = null
    this.clearTimers()
    const attempt = this.state.attempt
    this.update({ connection: 'reconnecting', lostAt: this.state.lostAt ?? Date.now(), attempt: attempt + 1 })
    this.retryTimer = setTimeout(
      () => {
        this.options.beforeReconnect?.()
        if (!this.stopped) this.connect()
      },
      backoffDelay(attempt, this.options.random),
    )
  }

  private clearTimers(): void {
    for (const timer of [this.retryTimer, this.silenceTimer, this.settleTimer]) {
      if (timer !== null) clearTimeout(timer)
    }
    this.retryTimer = this.silenceTimer = this.settleTimer = null
  }
}
