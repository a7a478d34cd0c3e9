import { describe, expect, it } from 'vitest'
import type { ProviderTelemetry } from '@/api/types'
import { grouped, healthOf, partOf, rangeOf, stepOf } from './regions-model'

const cloud = (part: Partial<ProviderTelemetry>): ProviderTelemetry => ({
  provider: 'aws',
  state: 'fresh',
  reason: null,
  since: '2026-11-28T00:00:00Z',
  simulated: true,
  outages: [],
  prices: [],
  metrics: [],
  ...part,
})
const region = { id: 'aws:us-east-1', provider: 'aws' as const, zones: [] }

describe('the region grid', () => {
  it('finds the part of the world by the longitude', () => {
    expect([partOf(-77), partOf(8), partOf(139), partOf(null)]).toEqual(['americas', 'europe', 'asia', 'elsewhere'])
  })

  it('orders a part from north to south', () => {
    const groups = grouped([
      { ...region, id: 'aws:a', latitude: 10, longitude: 5 },
      { ...region, id: 'aws:b', latitude: 50, longitude: 5 },
    ])
    expect(groups.map((each) => each.regions.map((one) => one.id))).toEqual([['aws:b', 'aws:a']])
  })

  it('shows the worst that is known of a region', () => {
    expect(healthOf(region, [], [])).toBe('unknown')
    expect(healthOf(region, [cloud({})], [])).toBe('healthy')
    expect(healthOf(region, [cloud({ state: 'stale' })], [])).toBe('stale')
    const outage = { feed: 'metrics', region: 'aws:us-east-1', reason: 'time-out', since: '2026-11-28T00:00:00Z' }
    expect(healthOf(region, [cloud({ outages: [outage] })], [])).toBe('outage')
    expect(healthOf({ ...region, id: 'aws:eu-west-1' }, [cloud({ outages: [outage] })], [])).toBe('healthy')
    expect(healthOf(region, [cloud({ state: 'unavailable' })], [])).toBe('outage')
  })

  it('spreads the colours over ratios', () => {
    const range = rangeOf([1, 4, 16])
    expect([1, 4, 16].map((value) => stepOf(value, range))).toEqual([0, 2, 4])
    expect(stepOf(3, rangeOf([3]))).toBe(0)
  })
})
