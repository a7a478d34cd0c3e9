import { expect, it } from 'vitest'
import { canAccept, canHeal } from './drift-rights'

const drift = { state: 'open' as const, class: 'changed' as const, workload_id: 'w', closed_at: null }

it('lets open drift be healed or left alone', () => {
  expect(canHeal(drift)).toBe(true)
  expect(canAccept(drift)).toBe(true)
})

it('heals what was left alone, but leaves it alone only once', () => {
  expect(canHeal({ ...drift, state: 'accepted' })).toBe(true)
  expect(canAccept({ ...drift, state: 'accepted' })).toBe(false)
})

it('decides nothing while it is healed or when it is over', () => {
  expect(canHeal({ ...drift, state: 'healing' })).toBe(false)
  expect(canAccept({ ...drift, state: 'healed', closed_at: '2026-11-28T00:00:00Z' })).toBe(false)
})

it('cannot heal what no repository knows', () => {
  expect(canHeal({ ...drift, class: 'unmanaged' })).toBe(false)
  expect(canHeal({ ...drift, workload_id: null })).toBe(false)
})
