import { expect, it } from 'vitest'
import type { Change } from '@/api/types'
import { inOrder } from './inbox-order'

const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' })
const change = (id: string, created_at: string, cost: number | null, environment = 'prod') =>
  ({
    id,
    created_at,
    environment,
    plan: { hourly_cost_before: usd(0), hourly_cost_after: cost === null ? null : usd(cost) },
  }) as unknown as Change
const changes = [
  change('b', '2026-11-02T00:00:00Z', 10),
  change('a', '2026-11-01T00:00:00Z', 1),
  change('c', '2026-11-03T00:00:00Z', null, 'dev'),
]
const ids = (...of: Parameters<typeof inOrder>) => inOrder(...of).map((each) => each.id)

it('shows who waited longest first', () => {
  expect(ids(changes, 'oldest', '')).toEqual(['a', 'b', 'c'])
  expect(ids(changes, 'newest', '')).toEqual(['c', 'b', 'a'])
})

it('takes an unknown cost for the dearest', () => {
  expect(ids(changes, 'dearest', '')).toEqual(['c', 'b', 'a'])
})

it('keeps to an environment', () => {
  expect(ids(changes, 'oldest', 'dev')).toEqual(['c'])
})
