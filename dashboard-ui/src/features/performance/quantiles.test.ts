import { expect, it } from 'vitest'
import { latenciesByZone, quantile } from './quantiles'

it('takes the nearest rank', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2)
  expect(quantile([1, 2, 3, 4], 0.95)).toBe(4)
  expect(quantile([], 0.5)).toBeNull()
})

it('leaves out what never started', () => {
  const outcomes = [
    { zone: 'a', queue_seconds: 10 },
    { zone: 'b', queue_seconds: 3 },
    { zone: 'b', queue_seconds: 1 },
    { zone: 'b', queue_seconds: null },
  ]
  expect(latenciesByZone(outcomes)).toEqual([
    { zone: 'b', count: 2, median: 1, p95: 3, longest: 3 },
    { zone: 'a', count: 1, median: 10, p95: 10, longest: 10 },
  ])
})
