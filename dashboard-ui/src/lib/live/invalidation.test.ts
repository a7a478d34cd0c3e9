import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CloudEvent } from '@/api/types'
import { createInvalidator, keysFor } from './invalidation'

const event = (type: string, data: Record<string, unknown> = {}): CloudEvent => ({
  id: 'e',
  source: 's',
  type: `io.swen.${type}`,
  data,
})

describe('which answers an event makes stale', () => {
  it('names the one workload that changed', () => {
    const keys = keysFor(event('WorkloadChanged', { workload_id: 'train-bert' }))
    expect(keys).toContainEqual(['workloads', 'one', 'train-bert'])
    expect(keys).toContainEqual(['workloads', 'list'])
    expect(keys).not.toContainEqual(['workloads'])
  })

  it('takes all workloads when it is not told which', () => {
    expect(keysFor(event('DeploymentObserved'))).toContainEqual(['workloads'])
  })

  it('refreshes prices on a new epoch only', () => {
    expect(keysFor(event('PriceEpochPublished'))).toContainEqual(['prices'])
    expect(keysFor(event('DecisionMade', { workload_id: 'a' }))).not.toContainEqual(['prices'])
  })

  it('refreshes the inbox when an approval is asked for', () => {
    expect(keysFor(event('ApprovalRequested', { change_id: 'c1' }))).toEqual(
      expect.arrayContaining([
        ['changes', 'pending'],
        ['changes', 'one', 'c1'],
      ]),
    )
  })

  it('leaves everything alone for what it does not know', () => {
    expect(keysFor(event('SomethingNew'))).toEqual([])
  })
})

type Asked = { key: string[]; calls: number; answer: () => void; fail: () => void; aborted: number }

/** A page that shows one answer; how long the service takes for it is up to the test. */
function shown(client: QueryClient, key: string[]): Asked {
  const asked: Asked = { key, calls: 0, answer: () => undefined, fail: () => undefined, aborted: 0 }
  client.setQueryData(key, 0)
  const observer = new QueryObserver(client, {
    queryKey: key,
    staleTime: Infinity,
    retry: false,
    queryFn: ({ signal }) => {
      const call = ++asked.calls
      signal.addEventListener('abort', () => asked.aborted++)
      return new Promise<number>((resolve, reject) => {
        asked.answer = () => resolve(call)
        asked.fail = () => reject(new Error('down'))
      })
    },
  })
  observer.subscribe(() => undefined)
  return asked
}

describe('the invalidator', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  const changed = event('WorkloadChanged', { workload_id: 'train-bert' })
  const later = async (ms: number) => vi.advanceTimersByTimeAsync(ms)

  it('refreshes at once what is shown, and once for a batch', async () => {
    const client = new QueryClient()
    const list = shown(client, ['workloads', 'list', 'all'])
    const one = shown(client, ['workloads', 'one', 'train-bert'])
    const other = shown(client, ['workloads', 'one', 'web-shop'])
    const prices = shown(client, ['prices', 'offers'])
    createInvalidator(client).events([changed, changed, changed])
    await later(0)
    expect([list.calls, one.calls, other.calls, prices.calls]).toEqual([1, 1, 0, 0])
  })

  it('asks again for what failed, and for nothing else, when the line is back', async () => {
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
    const cut = vi.fn().mockRejectedValueOnce(new Error('no line')).mockResolvedValue('there again')
    const queryKey = ['workloads', 'list', 'all']
    client.setQueryData(queryKey, 'as before')
    new QueryObserver(client, { queryKey, queryFn: cut, staleTime: Infinity }).subscribe(() => undefined)
    await client.refetchQueries({ queryKey })
    expect(client.getQueryState(queryKey)?.status).toBe('error')
    const other = shown(client, ['prices', 'offers'])
    createInvalidator(client).failed()
    await later(0)
    expect(client.getQueryData(queryKey)).toBe('there again')
    expect(other.calls).toBe(0)
  })

  it('finds a list by the part of its key that an event names, whatever filters follow', async () => {
    const client = new QueryClient()
    const asked = vi.fn().mockResolvedValue([])
    const queryKey = ['workloads', 'list', { state: 'running' }]
    client.setQueryData(queryKey, [])
    new QueryObserver(client, { queryKey, queryFn: asked, staleTime: Infinity }).subscribe(() => undefined)
    createInvalidator(client).events([changed])
    await later(0)
    expect(asked).toHaveBeenCalledOnce()
  })

  it('lets a slow answer arrive however many events come in meanwhile, and asks once more afterwards', async () => {
    const client = new QueryClient()
    const list = shown(client, ['workloads', 'list', 'all'])
    const invalidator = createInvalidator(client)
    for (let frame = 0; frame < 120; frame++) {
      invalidator.events([changed])
      await later(16)
    }
    expect([list.calls, list.aborted]).toEqual([1, 0])
    list.answer()
    await later(0)
    expect(client.getQueryData(list.key)).toBe(1)
    await later(30_000)
    expect(list.calls).toBe(2)
    list.answer()
    await later(60_000)
    expect(list.calls).toBe(2)
  })

  it('rests longer after a refresh that took long', async () => {
    const client = new QueryClient()
    const list = shown(client, ['workloads', 'list', 'all'])
    const invalidator = createInvalidator(client)
    invalidator.events([changed])
    await later(2000)
    list.answer()
    await later(0)
    invalidator.events([changed])
    await later(7900)
    expect(list.calls).toBe(1)
    await later(100)
    expect(list.calls).toBe(2)
  })

  it('asks less than once a second while events never pause', async () => {
    const client = new QueryClient()
    const list = shown(client, ['workloads', 'list', 'all'])
    const invalidator = createInvalidator(client)
    for (let frame = 0; frame < 60 * 30; frame++) {
      invalidator.events([changed])
      list.answer()
      await later(1000 / 60)
    }
    expect(list.calls).toBeGreaterThan(15)
    expect(list.calls).toBeLessThan(30)
  })

  it('is as quick as at first once the events have paused', async () => {
    const client = new QueryClient()
    const list = shown(client, ['workloads', 'list', 'all'])
    const invalidator = createInvalidator(client)
    for (let frame = 0; frame < 600; frame++) {
      invalidator.events([changed])
      list.answer()
      await later(16)
    }
    for (let second = 0; second < 10; second++) {
      list.answer()
      await later(1000)
    }
    const before = list.calls
    invalidator.events([changed])
    list.answer()
    await later(0)
    list.answer()
    invalidator.events([changed])
    await later(500)
    expect(list.calls).toBe(before + 2)
  })

  it('tries again what was cancelled in the middle, as by somebody who scrolls on', async () => {
    const client = new QueryClient()
    const list = shown(client, ['workloads', 'list', 'all'])
    createInvalidator(client).events([changed])
    await later(0)
    await client.cancelQueries({ queryKey: list.key })
    await later(1000)
    expect(list.calls).toBe(2)
  })

  it('leaves a failure to the page, which shows it and asks again at its own pace', async () => {
    const client = new QueryClient()
    const list = shown(client, ['workloads', 'list', 'all'])
    createInvalidator(client).events([changed])
    await later(0)
    list.fail()
    await later(60_000)
    expect(list.calls).toBe(1)
  })

  it('asks for nothing while nobody looks, and marks it for when somebody does', async () => {
    const client = new QueryClient()
    const list = shown(client, ['workloads', 'list', 'all'])
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    createInvalidator(client).events([changed])
    await later(60_000)
    expect(list.calls).toBe(0)
    expect(client.getQueryState(list.key)?.isInvalidated).toBe(true)
  })

  it('asks once more for a first answer that was on its way when the event came', async () => {
    const client = new QueryClient()
    const list = shown(client, ['workloads', 'list', 'all'])
    client.removeQueries({ queryKey: list.key })
    const fresh = shown(client, ['workloads', 'one', 'train-bert'])
    client.resetQueries({ queryKey: fresh.key }).catch(() => undefined)
    await later(0)
    client.getQueryCache().find({ queryKey: fresh.key })?.setState({ data: undefined, status: 'pending' })
    const before = fresh.calls
    createInvalidator(client).events([changed])
    await later(0)
    expect(fresh.calls).toBe(before)
    fresh.answer()
    await later(1000)
    expect(fresh.calls).toBe(before + 1)
  })

  it('catches up with what was asked for before anybody heard, and with nothing else', async () => {
    const client = new QueryClient()
    const before = shown(client, ['workloads', 'list', 'all'])
    const coming = shown(client, ['decisions', 'recent'])
    const again = shown(client, ['costs', 'month'])
    void client.refetchQueries({ queryKey: coming.key })
    await later(0)
    createInvalidator(client).ready()
    const after = shown(client, ['changes', 'pending'])
    coming.answer()
    void client.refetchQueries({ queryKey: again.key })
    await later(0)
    again.answer()
    await later(5000)
    expect([before.calls, coming.calls, again.calls, after.calls]).toEqual([1, 2, 1, 0])
  })

  it('asks at once for what still rests when more may have been missed', async () => {
    const client = new QueryClient()
    const list = shown(client, ['workloads', 'list', 'all'])
    const invalidator = createInvalidator(client)
    invalidator.events([changed])
    await later(5000)
    list.answer()
    await later(1000)
    invalidator.all()
    await later(0)
    expect(list.calls).toBe(2)
  })

  it('does not touch the session after a gap', () => {
    const client = new QueryClient()
    client.setQueryData(['session'], 'kept')
    client.setQueryData(['workloads', 'list'], 'old')
    createInvalidator(client).all()
    expect(client.getQueryState(['session'])?.isInvalidated).toBe(false)
    expect(client.getQueryState(['workloads', 'list'])?.isInvalidated).toBe(true)
  })

  it('keeps nothing of queries that are gone', async () => {
    const client = new QueryClient()
    const list = shown(client, ['workloads', 'list', 'all'])
    const invalidator = createInvalidator(client)
    invalidator.events([changed])
    list.answer()
    await later(0)
    client.clear()
    invalidator.events([changed])
    await later(5000)
    expect(list.calls).toBe(1)
  })
})
