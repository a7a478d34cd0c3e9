import { expect, it } from 'vitest'
import type { Change } from '@/api/types'
import { retryOf } from './retry-model'

const change = (part: object) =>
  ({
    state: 'rejected',
    origin: 'decision',
    retried_by: null,
    items: [{ action: 'deploy', workload_id: 'train' }],
    ...part,
  }) as unknown as Change

it('has the workload of a decision decided anew', () => {
  expect(retryOf(change({}))).toEqual({ of: 'workload', workloadId: 'train' })
})

it('tries a push, a proposal and a rollback again as they were', () => {
  for (const origin of ['push', 'operator', 'rollback'])
    for (const state of ['failed', 'rejected', 'cancelled', 'expired'])
      expect(retryOf(change({ origin, state }))).toEqual({ of: 'change' })
})

it('tries a teardown again only where it failed', () => {
  const items = [{ action: 'teardown', workload_id: 'train' }]
  expect(retryOf(change({ items, state: 'failed' }))).toEqual({ of: 'change' })
  expect(retryOf(change({ items, state: 'rejected' }))).toBeNull()
})

it.each([
  ['is under way', { state: 'running' }],
  ['waits for approval', { state: 'awaiting_approval' }],
  ['succeeded', { state: 'succeeded' }],
  ['was tried again', { retried_by: 'another' }],
  ['is decided by drift', { origin: 'drift' }],
  ['is decided by a remediation', { origin: 'remediation' }],
  ['is promoted anew', { origin: 'promotion' }],
  ['is adopted anew', { origin: 'adoption' }],
])('offers nothing where the change %s', (_what, part) => {
  expect(retryOf(change(part))).toBeNull()
})
