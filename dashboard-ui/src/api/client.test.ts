import { afterEach, describe, expect, it, vi } from 'vitest'
import { domainNow, isDomainTimeKnown, resetDomainClock } from '@/lib/clock'
import { ProblemError } from '@/lib/problem'
import { fakeGateway, json } from '@/test/render'
import { fetchSession, readPages, request, whenUnauthenticated, withQuery } from './client'

const session = {
  authenticated: true,
  user: {},
  csrf: { header: 'X-CSRF-TOKEN', token: 'token-1' },
  simulated: true,
  time: '2030-01-01T00:00:00Z',
}

afterEach(() => {
  vi.unstubAllGlobals()
  resetDomainClock()
})

async function failure(call: Promise<unknown>): Promise<ProblemError> {
  try {
    await call
  } catch (error) {
    if (error instanceof ProblemError) return error
  }
  throw new Error('the call should have failed with a problem')
}

describe('the client', () => {
  it('leaves out what is not asked for', () => {
    expect(withQuery('/a', { state: '', team: undefined, cursor: null, limit: 50 })).toBe('/a?limit=50')
    expect(withQuery('/a', {})).toBe('/a')
  })

  it('reads a list to its end, and no further than it is told to', async () => {
    const gateway = fakeGateway({
      'GET /list': (call) => {
        const at = Number(new URL(call.path, 'http://x').searchParams.get('cursor') ?? 0)
        return json({ items: [at], next: at < 3 ? String(at + 1) : null })
      },
    })
    expect(await readPages('/list', { query: { team: 'risk' } })).toEqual({ items: [0, 1, 2, 3], next: null })
    expect(gateway.calls.map((call) => call.path)).toContain('/list?team=risk&limit=200&cursor=3')
    expect(await readPages('/list', { most: 2 })).toEqual({ items: [0, 1], next: '2' })
    expect(gateway.calls).toHaveLength(6)
  })

  it('sends the token of the session with what changes something, and with nothing else', async () => {
    const gateway = fakeGateway({
      'GET /session': () => json(session),
      'POST /x': () => json({}),
      'GET /x': () => json({}),
    })
    await fetchSession()
    await request('/x', { method: 'POST', body: {} })
    await request('/x')
    expect(gateway.of('POST /x')[0]?.headers.get('X-CSRF-TOKEN')).toBe('token-1')
    expect(gateway.of('GET /x')[0]?.headers.get('X-CSRF-TOKEN')).toBeNull()
  })

  it('knows the time of the platform from the session on, before any page asks for a span of it', async () => {
    fakeGateway({ 'GET /session': () => json(session) })
    await fetchSession()
    expect(isDomainTimeKnown()).toBe(true)
    expect(Math.abs(domainNow() - Date.parse(session.time))).toBeLessThan(60_000)
  })

  it('fetches a new token once when the old one is refused', async () => {
    let posts = 0
    let sessions = 0
    const gateway = fakeGateway({
      'GET /session': () => json({ ...session, csrf: { header: 'X-CSRF-TOKEN', token: `token-${++sessions}` } }),
      'POST /x': () =>
        ++posts === 1 ? json({ title: 'Forbidden', code: 'csrf-token-invalid' }, 403) : json({ ok: true }),
    })
    await fetchSession()
    await expect(request('/x', { method: 'POST' })).resolves.toEqual({ ok: true })
    expect(gateway.of('POST /x').map((call) => call.headers.get('X-CSRF-TOKEN'))).toEqual(['token-1', 'token-2'])
  })

  it('does not repeat what is forbidden for another reason', async () => {
    const gateway = fakeGateway({ 'POST /x': () => json({ title: 'Forbidden', code: 'forbidden' }, 403) })
    expect((await failure(request('/x', { method: 'POST' }))).status).toBe(403)
    expect(gateway.calls).toHaveLength(1)
  })

  it('keeps the session where only a fresh second factor is missing', async () => {
    const lost = vi.fn()
    whenUnauthenticated(lost)
    fakeGateway({ 'POST /x': () => json({ title: 'Unauthorized', code: 'step-up-required' }, 401) })
    expect((await failure(request('/x', { method: 'POST' }))).problem.code).toBe('step-up-required')
    expect(lost).not.toHaveBeenCalled()
  })

  it('reports a lost session', async () => {
    const lost = vi.fn()
    whenUnauthenticated(lost)
    fakeGateway({ 'GET /x': () => json({ title: 'Unauthorized' }, 401) })
    expect((await failure(request('/x'))).status).toBe(401)
    expect(lost).toHaveBeenCalledOnce()
    whenUnauthenticated(() => undefined)
  })

  it('takes a broken line for an outage, with the call in words', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('Failed to fetch')))
    const problem = await failure(request('/api/v1/workloads'))
    expect(problem.isOutage).toBe(true)
    expect(problem.message).toContain('GET /api/v1/workloads')
  })

  it('keeps the trace and the waiting time of an answer without a document', async () => {
    fakeGateway({
      'GET /x': () =>
        new Response('busy', {
          status: 503,
          headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'retry-after': '7' },
        }),
    })
    const problem = await failure(request('/x'))
    expect(problem.traceId).toBe('0af7651916cd43dd8448eb211c80319c')
    expect(problem.retryAfterSeconds).toBe(7)
  })

  it('does not take broken JSON for an empty answer', async () => {
    fakeGateway({ 'GET /x': () => new Response('{"items":', { headers: { 'content-type': 'application/json' } }) })
    expect((await failure(request('/x'))).problem.code).toBe('broken-answer')
  })
})
