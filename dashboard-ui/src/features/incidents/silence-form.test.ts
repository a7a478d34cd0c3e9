import { expect, it } from 'vitest'
import { matchersOf } from './incident-page'
import { silenceOf, silenceSchema } from './silence-form'

const form = {
  matchers: [{ label: ' rule ', value: 'region-stale', negate: false }],
  hours: '4' as const,
  reason: ' known ',
}

it('ends so many hours from the platform’s now', () => {
  expect(silenceOf(silenceSchema.parse(form), Date.parse('2026-11-28T20:00:00Z'))).toEqual({
    matchers: [{ label: 'rule', value: 'region-stale', negate: false }],
    reason: 'known',
    ends_at: '2026-11-29T00:00:00.000Z',
  })
})

it('silences nothing without a condition or a reason', () => {
  expect(silenceSchema.safeParse({ ...form, matchers: [] }).success).toBe(false)
  expect(silenceSchema.safeParse({ ...form, reason: ' ' }).success).toBe(false)
})

const alert = (rule: string, labels: Record<string, string>) => ({
  id: rule,
  rule,
  severity: 'warning' as const,
  state: 'firing',
  summary: '',
  labels,
  firing_at: null,
  resolved_at: null,
})

it('offers what all alerts of an incident have in common', () => {
  const alerts = [
    alert('region-stale', { region: 'aws:us-east-1', feed: 'metrics' }),
    alert('region-stale', { region: 'aws:us-east-1', feed: 'instances' }),
  ]
  expect(matchersOf({ alerts })).toEqual([
    { label: 'rule', value: 'region-stale', negate: false },
    { label: 'region', value: 'aws:us-east-1', negate: false },
  ])
  expect(matchersOf({ alerts: [] })).toEqual([])
})
