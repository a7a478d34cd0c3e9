import { expect, it } from 'vitest'
import { forEach, isCancellable, priorityRank } from './list-model'

it('offers to cancel only what still lives', () => {
  expect(isCancellable({ state: 'running', cancel_requested: false })).toBe(true)
  expect(isCancellable({ state: 'running', cancel_requested: true })).toBe(false)
  expect(isCancellable({ state: 'completed', cancel_requested: false })).toBe(false)
})

it('orders priorities by weight', () => {
  expect(['critical', 'low', 'high', 'medium'].toSorted((a, b) => priorityRank(a) - priorityRank(b))).toEqual([
    'low',
    'medium',
    'high',
    'critical',
  ])
})

it('goes on after a failure and tells both', async () => {
  const refused = new Error('refused')
  const result = await forEach(['a', 'b', 'c'], (id) => (id === 'b' ? Promise.reject(refused) : Promise.resolve()))
  expect(result).toEqual({ done: ['a', 'c'], failed: [{ id: 'b', error: refused }] })
})
