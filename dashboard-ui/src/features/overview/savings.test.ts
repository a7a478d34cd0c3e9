import { expect, it } from 'vitest'
import type { PlacementDecision } from '@/api/types'
import { sumSavings } from './savings'

const usd = (amount: string) => ({ amount, currency: 'USD' })
const decision = (cost: string | null, baseline: string | null) =>
  ({
    hourly_cost: cost === null ? null : usd(cost),
    baseline: baseline === null ? null : { hourly_cost: usd(baseline) },
  }) as PlacementDecision

it('sums what is known and counts what is not', () => {
  expect(sumSavings([decision('0.07', '0.20'), decision('0.03', '0.05'), decision('1', null)])).toEqual({
    perHour: usd('0.150000'),
    fraction: 0.6,
    counted: 2,
    without: 1,
  })
})

it('has no figure without a baseline, rather than zero', () => {
  expect(sumSavings([decision('1', null)])).toEqual({ perHour: null, fraction: null, counted: 0, without: 1 })
})
