import { expect, it } from 'vitest'
import { nameOf, questionOf, timesOf } from './series-model'

const now = Date.parse('2026-11-28T12:00:00Z')

it('asks for groups together and for single instances only the busiest', () => {
  expect(questionOf('cpu_utilization', '6h', 'region', 'avg', now)).toEqual({
    name: 'cpu_utilization',
    from: '2026-11-28T06:00:00.000Z',
    across: 'avg',
    group_by: 'region',
  })
  expect(questionOf('cpu_utilization', '1h', 'instance_id', 'max', now)).toMatchObject({ top: 12 })
  expect(questionOf('cpu_utilization', '1h', 'none', 'sum', now)).not.toHaveProperty('group_by')
})

it('puts steps where the service aligned them', () => {
  expect(timesOf({ from: '2026-11-28T12:00:30Z', step: 'PT1M' }, 2)).toEqual([now, now + 60_000])
})

it('names a line by its group', () => {
  const row = { labels: { region: 'aws:us-east-1' }, name: 'cpu_utilization', team: null }
  expect(nameOf(row, 'region', 'all')).toBe('aws:us-east-1')
  expect(nameOf(row, 'none', 'all')).toBe('all')
  expect(nameOf(row, 'workload', 'all')).toBe('–')
})
