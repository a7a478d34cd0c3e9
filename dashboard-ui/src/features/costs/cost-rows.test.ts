import { expect, it } from 'vitest'
import type { CostSeries } from '@/api/costs'
import { groupRows, others, stacked } from './cost-rows'

const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' })
const group = (key: string, ...costs: number[]) => ({
  key,
  total: usd(costs.reduce((sum, cost) => sum + cost, 0)),
  days: costs.map((cost, index) => ({ day: `2026-11-0${index + 1}`, cost: usd(cost), basis: 'metered' })),
})
const series = (...groups: ReturnType<typeof group>[]): CostSeries => ({
  group_by: 'team',
  from: '2026-11-01T00:00:00Z',
  to: '2026-11-04T00:00:00Z',
  total: usd(groups.reduce((sum, each) => sum + Number(each.total.amount), 0)),
  basis: 'metered',
  simulated: true,
  groups,
})

it('puts the dearest groups first and the rest together, so that each day still adds up', () => {
  const many = series(...Array.from({ length: 9 }, (_, index) => group(`team-${index}`, index, index)))
  const { rows, groups } = stacked(many)
  expect(groups).toEqual(['team-8', 'team-7', 'team-6', 'team-5', 'team-4', 'team-3', 'team-2', others])
  expect(rows.map((row) => row.day)).toEqual(['2026-11-01', '2026-11-02'])
  expect(rows[0]?.parts[others]).toBe(1)
  expect(Object.values(rows[0]?.parts ?? {}).reduce((sum, part) => sum + part, 0)).toBe(rows[0]?.total)
})

it('tells a group’s share and its dearest day', () => {
  const [first, second] = groupRows(series(group('a', 1, 0, 2), group('b', 9, 0, 0)))
  expect(first).toMatchObject({ key: 'b', share: 75, days: 1, peakDay: '2026-11-01' })
  expect(second).toMatchObject({ key: 'a', share: 25, days: 2, peakDay: '2026-11-03', peak: usd(2) })
})

it('knows no share where nothing cost anything', () => {
  expect(groupRows(series(group('a', 0)))[0]).toMatchObject({ share: null, days: 0, peakDay: null })
})
