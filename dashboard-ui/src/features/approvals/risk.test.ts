import { expect, it } from 'vitest'
import type { Change } from '@/api/types'
import { risksOf } from './risk'
import { useText as catalogue } from './text'

const usd = (amount: string) => ({ amount, currency: 'USD' })
const change = (part: object = {}, plan: object = {}) =>
  ({
    items: [],
    plan: {
      hash: 'h',
      actions: [],
      findings: [],
      hourly_cost_before: usd('1'),
      hourly_cost_after: usd('1'),
      ...plan,
    },
    ...part,
  }) as unknown as Change
const ids = (of: Change) => risksOf(of, catalogue.now()).map((risk) => risk.id)

it('finds nothing to weigh in a change that is sure and costs no more', () => {
  expect(ids(change({ items: [{ confidence: 0.9, priority: 'low', offer: null }] }))).toEqual([])
})

it('names what is destroyed before what is only dearer', () => {
  const destroys = { actions: [{ op: 'destroy' }, { op: 'replace' }], hourly_cost_after: usd('3') }
  expect(ids(change({}, destroys))).toEqual(['destroys', 'replaces', 'dearer'])
})

it('weighs the least sure decision', () => {
  const items = [
    { confidence: 0.9, priority: 'low', offer: null },
    { confidence: 0.2, priority: 'low', offer: { purchase_option: 'spot' } },
  ]
  const risks = risksOf(change({ items }), catalogue.now())
  expect(risks.map((risk) => [risk.id, risk.level])).toEqual([
    ['uncertain', 'high'],
    ['spot', 'low'],
  ])
})

it('says so where the cost is not known', () => {
  expect(ids(change({}, { hourly_cost_after: null }))).toEqual(['unknown'])
})

it('has nothing to say without a plan', () => {
  expect(risksOf({ ...change(), plan: null }, catalogue.now())).toEqual([])
})
