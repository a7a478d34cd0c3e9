import { QueryClient } from '@tanstack/react-query'
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

describe('the invalidator', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('asks once a key, and rests between two batches', () => {
    const client = new QueryClient()
    const spy = vi.spyOn(client, 'invalidateQueries').mockResolvedValue()
    const invalidator = createInvalidator(client)
    invalidator.events([event('PriceEpochPublished'), event('PriceEpochPublished')])
    expect(spy).toHaveBeenCalledTimes(3)
    invalidator.events([event('PriceEpochPublished')])
    invalidator.events([event('PriceEpochPublished')])
    expect(spy).toHaveBeenCalledTimes(3)
    vi.advanceTimersByTime(400)
    expect(spy).toHaveBeenCalledTimes(6)
    invalidator.stop()
  })

  it('does not touch the session after a gap', () => {
    const client = new QueryClient()
    client.setQueryData(['session'], 'kept')
    client.setQueryData(['workloads', 'list'], 'old')
    createInvalidator(client).all()
    expect(client.getQueryState(['session'])?.isInvalidated).toBe(false)
    expect(client.getQueryState(['workloads', 'list'])?.isInvalidated).toBe(true)
  })
})
