import { expect, it } from 'vitest'
import type { MetricAnswer } from '@/api/overview'
import { linePoints, stepMs } from './metric-line'

it.each([
  ['PT1M', 60_000],
  ['PT2H30M', 9_000_000],
  ['P1D', 86_400_000],
  ['PT0.5S', 500],
  ['nonsense', 0],
])('reads the step %s', (step, ms) => {
  expect(stepMs(step)).toBe(ms)
})

it('keeps gaps inside of a line and drops those before it', () => {
  const answer = {
    from: '2026-11-28T00:00:00Z',
    to: '2026-11-28T00:04:00Z',
    step: 'PT1M',
    resolution: 'minute',
    truncated: false,
    across: 'avg',
    aggregation: 'avg',
    series: [
      { values: [null, 3, null, 4], gaps: [], labels: {}, simulated: true, stale: false, unit: '%', series_count: 1 },
    ],
  } as unknown as MetricAnswer
  const from = Date.parse('2026-11-28T00:00:00Z')
  expect(linePoints(answer)).toEqual([
    { at: from + 60_000, value: 3 },
    { at: from + 120_000, value: null },
    { at: from + 180_000, value: 4 },
  ])
})
