import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CloudEvent } from '@/api/types'
import { backoffDelay, LiveClient, type SocketLike } from './live-client'

class FakeSocket implements SocketLike {
  readyState = 0
  onopen: ((event: Event) => void) | null = null
  onmessage: ((event: MessageEvent) => void) | null = null
  onclose: ((event: CloseEvent) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  readonly sent: unknown[] = []
  closedWith: number | undefined

  send(data: string): void {
    this.sent.push(JSON.parse(data) as unknown)
  }
  close(code?: number): void {
    this.closedWith = code
  }
  open(): void {
    this.onopen?.(new Event('open'))
  }
  frame(frame: unknown): void {
    this.onmessage?.(new MessageEvent('message', { data: typeof frame === 'string' ? frame : JSON.stringify(frame) }))
  }
  drop(code = 1006): void {
    this.onclose?.(new CloseEvent('close', { code }))
  }
}

const event = (id: string): CloudEvent => ({ id, source: 'routing', type: 'io.swen.DecisionMade' })

function setUp() {
  const sockets: FakeSocket[] = []
  const batches: CloudEvent[][] = []
  const frames: (() => void)[] = []
  const onGap = vi.fn()
  const onReady = vi.fn()
  const onResumed = vi.fn()
  const client = new LiveClient({
    url: 'ws://gateway.test/ws',
    types: ['io.swen.DecisionMade'],
    onEvents: (events) => batches.push(events),
    onGap,
    openSocket: () => {
      const socket = new FakeSocket()
      sockets.push(socket)
      return socket
    },
    random: () => 1,
    schedule: (flush) => frames.push(flush),
    onReady,
    onResumed,
  })
  const at = (index: number): FakeSocket => {
    const socket = sockets[index]
    if (socket === undefined) throw new Error(`socket ${index} was not opened`)
    return socket
  }
  return { client, at, sockets, batches, frames, onGap, onReady, onResumed }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('LiveClient', () => {
  it('subscribes from now and is live once the server is ready', () => {
    const { client, at } = setUp()
    client.start()
    expect(client.getState().connection).toBe('connecting')
    at(0).open()
    expect(at(0).sent).toEqual([{ op: 'subscribe', types: ['io.swen.DecisionMade'], after: null }])
    at(0).frame({ op: 'ready', cursor: 'c0' })
    expect(client.getState().connection).toBe('live')
  })

  it('hands over the events of one frame in one batch', () => {
    const { client, at, batches, frames } = setUp()
    client.start()
    at(0).open()
    at(0).frame({ op: 'event', cursor: 'c1', event: event('1') })
    at(0).frame({ op: 'event', cursor: 'c2', event: event('2') })
    expect(batches).toEqual([])
    expect(frames).toHaveLength(1)
    frames[0]?.()
    expect(batches.map((batch) => batch.map((each) => each.id))).toEqual([['1', '2']])
    at(0).frame({ op: 'event', cursor: 'c3', event: event('3') })
    expect(frames).toHaveLength(2)
  })

  it('resumes after the last cursor, so that nothing is missed', () => {
    const { client, at, onGap, onResumed } = setUp()
    client.start()
    at(0).open()
    at(0).frame({ op: 'ready', cursor: 'c0' })
    at(0).frame({ op: 'event', cursor: 'c7', event: event('7') })
    at(0).drop()
    expect(client.getState().connection).toBe('reconnecting')
    vi.advanceTimersByTime(500)
    at(1).open()
    expect(at(1).sent).toEqual([{ op: 'subscribe', types: ['io.swen.DecisionMade'], after: 'c7' }])
    expect(onResumed).not.toHaveBeenCalled()
    at(1).frame({ op: 'ready', cursor: 'c7' })
    expect(onResumed).toHaveBeenCalledOnce()
    expect(client.getState()).toMatchObject({ connection: 'live', lostAt: null })
    expect(onGap).not.toHaveBeenCalled()
  })

  it('waits longer after each failure, up to half a minute, and starts over once a connection held', () => {
    const { client, at, sockets } = setUp()
    client.start()
    const waits = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]
    waits.forEach((wait, index) => {
      at(index).drop()
      vi.advanceTimersByTime(wait - 1)
      expect(sockets).toHaveLength(index + 1)
      vi.advanceTimersByTime(1)
      expect(sockets).toHaveLength(index + 2)
    })
    at(8).open()
    at(8).frame({ op: 'ready', cursor: 'c' })
    vi.advanceTimersByTime(5000)
    at(8).drop()
    vi.advanceTimersByTime(500)
    expect(sockets).toHaveLength(10)
  })

  it('does not start over for a connection that breaks at once', () => {
    const { client, at, sockets } = setUp()
    client.start()
    at(0).drop()
    vi.advanceTimersByTime(500)
    at(1).open()
    at(1).frame({ op: 'ready', cursor: 'c' })
    at(1).drop()
    vi.advanceTimersByTime(500)
    expect(sockets).toHaveLength(2)
    vi.advanceTimersByTime(500)
    expect(sockets).toHaveLength(3)
  })

  it('notices a line that went silent', () => {
    const { client, at } = setUp()
    client.start()
    at(0).open()
    at(0).frame({ op: 'ready', cursor: 'c' })
    vi.advanceTimersByTime(40_000)
    at(0).frame({ op: 'ping' })
    vi.advanceTimersByTime(40_000)
    expect(client.getState().connection).toBe('live')
    vi.advanceTimersByTime(5000)
    expect(client.getState().connection).toBe('reconnecting')
    expect(at(0).closedWith).toBe(4000)
  })

  it('tells outages, and asks again for everything once when one begins and once when it is over', () => {
    const { client, at, onGap } = setUp()
    client.start()
    at(0).open()
    at(0).frame({ op: 'outage', service: 'routing', since: '2026-11-23T18:00:00Z' })
    at(0).frame({ op: 'outage', service: 'routing', since: '2026-11-23T18:00:00Z' })
    expect(client.getState().outages).toEqual([{ service: 'routing', since: '2026-11-23T18:00:00Z' }])
    expect(onGap).toHaveBeenCalledOnce()
    at(0).frame({ op: 'recovered', service: 'routing' })
    expect(client.getState().outages).toEqual([])
    expect(onGap).toHaveBeenCalledTimes(2)
  })

  it('asks again for everything when more was missed than the server keeps', () => {
    const { client, at, onGap } = setUp()
    client.start()
    at(0).open()
    at(0).frame({ op: 'ready', cursor: 'c0' })
    at(0).drop()
    vi.advanceTimersByTime(500)
    at(1).open()
    at(1).frame({ op: 'ready', cursor: 'c0' })
    expect(onGap).not.toHaveBeenCalled()
    at(1).frame({ op: 'gap', service: 'routing' })
    expect(onGap).toHaveBeenCalledOnce()
    expect(client.getState().connection).toBe('live')
  })

  it('begins anew, with a gap, where the server does not know its cursor', () => {
    const { client, at, onGap } = setUp()
    client.start()
    at(0).open()
    at(0).frame({ op: 'ready', cursor: 'of an older server' })
    at(0).drop()
    vi.advanceTimersByTime(500)
    at(1).open()
    at(1).drop(1008)
    vi.advanceTimersByTime(1000)
    at(2).open()
    expect(at(2).sent).toEqual([{ op: 'subscribe', types: ['io.swen.DecisionMade'], after: null }])
    at(2).frame({ op: 'ready', cursor: 'c9' })
    expect(onGap).toHaveBeenCalledOnce()
  })

  it('tells once that events are heard from now on', () => {
    const { client, at, onReady } = setUp()
    client.start()
    at(0).open()
    expect(onReady).not.toHaveBeenCalled()
    at(0).frame({ op: 'ready', cursor: 'c0' })
    at(0).drop()
    vi.advanceTimersByTime(500)
    at(1).open()
    at(1).frame({ op: 'ready', cursor: 'c0' })
    expect(onReady).toHaveBeenCalledOnce()
  })

  it('takes too many events for one frame for a gap, instead of keeping them all', () => {
    const { client, at, batches, frames, onGap } = setUp()
    client.start()
    at(0).open()
    for (let n = 0; n < 5001; n++) at(0).frame({ op: 'event', cursor: `c${n}`, event: event(String(n)) })
    frames[0]?.()
    expect(batches).toEqual([])
    expect(onGap).toHaveBeenCalledOnce()
    at(0).frame({ op: 'event', cursor: 'c5001', event: event('5001') })
    frames[1]?.()
    expect(batches.map((batch) => batch.map((each) => each.id))).toEqual([['5001']])
  })

  it('hands events over even if the page is hidden before its frame comes', () => {
    vi.stubGlobal('requestAnimationFrame', () => 1)
    const batches: CloudEvent[][] = []
    const socket = new FakeSocket()
    const client = new LiveClient({
      url: 'ws://gateway.test/ws',
      types: [],
      onEvents: (events) => batches.push(events),
      onGap: vi.fn(),
      openSocket: () => socket,
    })
    client.start()
    socket.frame({ op: 'event', cursor: 'c1', event: event('1') })
    expect(batches).toEqual([])
    vi.advanceTimersByTime(250)
    expect(batches).toHaveLength(1)
    client.stop()
    vi.unstubAllGlobals()
  })

  it('takes an unreadable frame for a gap', () => {
    const { client, at, onGap } = setUp()
    client.start()
    at(0).frame('{')
    expect(onGap).toHaveBeenCalledOnce()
  })

  it('does nothing any more once it is stopped', () => {
    const { client, at, sockets, frames, batches } = setUp()
    client.start()
    at(0).frame({ op: 'event', cursor: 'c1', event: event('1') })
    client.stop()
    frames[0]?.()
    vi.advanceTimersByTime(100_000)
    expect(batches).toEqual([])
    expect(sockets).toHaveLength(1)
    expect(at(0).closedWith).toBe(1000)
  })

  it('can be told to try now', () => {
    const { client, at, sockets } = setUp()
    client.start()
    at(0).drop()
    client.retryNow()
    expect(sockets).toHaveLength(2)
    vi.advanceTimersByTime(10_000)
    expect(sockets).toHaveLength(2)
  })
})

it('spreads the waits of many browsers over half of the bound', () => {
  expect(backoffDelay(0, () => 0)).toBe(250)
  expect(backoffDelay(0, () => 1)).toBe(500)
  expect(backoffDelay(40, () => 1)).toBe(30_000)
})
