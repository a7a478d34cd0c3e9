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
  /** Events are heard from now on, for the first time. */
  onReady?: () => void
  /** The line is back without a gap: what could not be had while it was cut may be had again. */
  onResumed?: () => void
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
  /** More was missed than the server keeps. */
  | { op: 'gap'; service: string }
  | { op: 'ping' }

const firstDelay = 500
const longestDelay = 30_000
/** The server pings every 20 s; two missing pings mean that the line is dead even if the socket does not know. */
const silenceLimit = 45_000
const settledAfter = 5_000
/** A hidden page is not drawn, so its frames may be far apart. */
const longestFrame = 250
/** So many events may wait for a frame; beyond that everything is asked for again, which is cheaper. */
const longestBatch = 5_000
/** The server did not understand what it was sent: a cursor from before it was renewed, perhaps. */
const notUnderstood = 1008

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
  let waiting = true
  const once = () => {
    if (!waiting) return
    waiting = false
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    flush()
  }
  // A page that is hidden meanwhile never gets the frame it asked for, yet its data should be right when it is looked at again.
  const frame = requestAnimationFrame(once)
  const timer = setTimeout(once, longestFrame)
}

/**
 * The page's one WebSocket: subscribes, resumes after the last cursor, reconnects with back-off, notices a silent line, and
 * hands events over in one batch an animation frame.
 */
export class LiveClient {
  private readonly options: Required<Omit<LiveOptions, 'beforeReconnect' | 'onReady' | 'onResumed'>> &
    Pick<LiveOptions, 'beforeReconnect' | 'onReady' | 'onResumed'>
  private readonly listeners = new Set<() => void>()
  private state: LiveState = { connection: 'connecting', lostAt: null, attempt: 0, outages: [] }
  private socket: SocketLike | null = null
  private cursor: string | null = null
  private everReady = false
  private stopped = true
  private batch: CloudEvent[] = []
  private overflowed = false
  private flushing = false
  private heardAt = 0
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
    this.heardAt = Date.now()
    this.watchSilence(silenceLimit)
    socket.onopen = () => {
      socket.send(JSON.stringify({ op: 'subscribe', types: this.options.types, after: this.cursor }))
    }
    socket.onmessage = (message) => this.receive(message.data)
    socket.onclose = (close) => this.lost(socket, close.code)
    // The close that follows an error is what reconnects.
    socket.onerror = () => undefined
  }

  private receive(data: unknown): void {
    this.heardAt = Date.now()
    const frame = parseFrame(data)
    if (frame === null) {
      this.options.onGap()
      return
    }
    switch (frame.op) {
      case 'event':
        this.cursor = frame.cursor
        this.keep(frame.event)
        break
      case 'ready': {
        const first = !this.everReady
        const resumedBlind = !first && this.cursor === null
        this.cursor = frame.cursor
        this.everReady = true
        this.update({ connection: 'live', lostAt: null })
        if (this.settleTimer !== null) clearTimeout(this.settleTimer)
        this.settleTimer = setTimeout(() => this.update({ attempt: 0 }), settledAfter)
        if (first) this.options.onReady?.()
        else if (resumedBlind) this.options.onGap()
        else this.options.onResumed?.()
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
      case 'gap':
        this.options.onGap()
        break
      case 'ping':
        break
    }
  }

  private keep(event: CloudEvent): void {
    if (this.batch.length < longestBatch) {
      this.batch.push(event)
    } else {
      this.batch = []
      this.overflowed = true
    }
    if (this.flushing) return
    this.flushing = true
    this.options.schedule(() => {
      this.flushing = false
      const events = this.batch
      const overflowed = this.overflowed
      this.batch = []
      this.overflowed = false
      if (this.stopped) return
      if (overflowed) this.options.onGap()
      else this.options.onEvents(events)
    })
  }

  /** One timer however many frames come in: it looks when the last one was. */
  private watchSilence(after: number): void {
    if (this.silenceTimer !== null) clearTimeout(this.silenceTimer)
    this.silenceTimer = setTimeout(() => {
      const socket = this.socket
      if (socket === null) return
      const left = this.heardAt + silenceLimit - Date.now()
      if (left > 0) {
        this.watchSilence(left)
        return
      }
      socket.close(4000)
      this.lost(socket)
    }, after)
  }

  private lost(socket: SocketLike, code?: number): void {
    if (this.stopped || this.socket !== socket) return
    if (code === notUnderstood) this.cursor = null
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
