import { expect, it } from 'vitest'
import type { Delegation, Envelope } from '@/api/approvals'
import type { Change } from '@/api/types'
import { breakGlassSchema, mayBreakGlass } from '@/components/domain/break-glass-form'
import { userWith } from '@/test/render'
import { delegationOf, delegationSchema, localTime } from './delegation-form'
import { envelopeOf, envelopeSchema, envelopeStart } from './envelope-form'
import { reviewSchema } from './review-form'
import { delegationState, envelopeState, standsFor } from './standing'

const now = Date.parse('2026-11-29T06:00:00Z')
const first = (result: { error?: { issues: { message: string }[] } | undefined }) => result.error?.issues[0]?.message

const delegation = {
  to: 'grace',
  until: localTime(now + 86_400_000),
  teams: '*',
  environments: 'prod, staging',
  reason: ' on holiday ',
}

it('sends a delegation as names and an instant', () => {
  expect(delegationOf(delegationSchema('ada', () => now).parse(delegation))).toEqual({
    to: 'grace',
    ends_at: '2026-11-30T06:00:00.000Z',
    teams: ['*'],
    environments: ['prod', 'staging'],
    reason: 'on holiday',
  })
})

it.each([
  ['to oneself', { to: 'ada' }, 'delegation.to.self'],
  ['to nobody', { to: ' ' }, 'delegation.to.error'],
  ['that is over', { until: localTime(now - 60_000) }, 'delegation.until.error'],
  ['for more than 90 days', { until: localTime(now + 91 * 86_400_000) }, 'delegation.until.error'],
  ['for no team', { teams: ', ' }, 'delegation.names.error'],
  ['without a reason', { reason: 'x' }, 'delegation.reason.error'],
])('refuses a delegation %s', (_what, part, message) => {
  expect(first(delegationSchema('ada', () => now).safeParse({ ...delegation, ...part }))).toBe(message)
})

const terms = { cost: '12.5', regions: 'aws:us-east-1 alibaba:cn-hangzhou', count: '5', days: '30' }

it('sends an envelope in the units of the service', () => {
  expect(envelopeOf(envelopeSchema.parse(terms))).toEqual({
    max_hourly_cost: { amount: '12.5', currency: 'USD' },
    regions: ['aws:us-east-1', 'alibaba:cn-hangzhou'],
    count: 5,
    valid_for: 'P30D',
  })
})

it.each([
  ['that costs nothing', { cost: '0' }, 'envelope.cost.error'],
  ['that costs too much', { cost: '1000.01' }, 'envelope.cost.error'],
  ['of no region', { regions: '' }, 'envelope.regions.error'],
  ['of a region without its provider', { regions: 'us-east-1' }, 'envelope.regions.error'],
  ['for half a replacement', { count: '0.5' }, 'envelope.count.error'],
  ['for ever', { days: '91' }, 'envelope.days.error'],
])('refuses an envelope %s', (_what, part, message) => {
  expect(first(envelopeSchema.safeParse({ ...terms, ...part }))).toBe(message)
})

it('starts an envelope from what the change costs and where it goes', () => {
  const change = {
    plan: { hourly_cost_after: { amount: '14.18', currency: 'USD' } },
    items: [{ offer: { region: 'aws:us-east-1' } }, { offer: { region: 'aws:us-east-1' } }, { offer: null }],
  } as unknown as Change
  expect(envelopeStart(change)).toMatchObject({ cost: '14.18', regions: 'aws:us-east-1' })
})

it('breaks glass only for a long reason that somebody answers for', () => {
  const reason = 'customers cannot pay since 06:00'
  expect(breakGlassSchema.safeParse({ reason, understood: true }).success).toBe(true)
  expect(first(breakGlassSchema.safeParse({ reason: 'urgent', understood: true }))).toBe('glass.reason.error')
  expect(first(breakGlassSchema.safeParse({ reason, understood: false }))).toBe('glass.understood.error')
})

it('signs off only with a verdict and a note', () => {
  expect(reviewSchema.safeParse({ outcome: 'justified', note: 'an outage, seen' }).success).toBe(true)
  expect(first(reviewSchema.safeParse({ outcome: '', note: 'an outage, seen' }))).toBe('glass.outcome.error')
  expect(first(reviewSchema.safeParse({ outcome: 'justified', note: 'fine' }))).toBe('glass.note.error')
})

it('offers to break glass to an admin who is not the author, where a change waits', () => {
  const change = (part: object) =>
    ({
      state: 'awaiting_approval',
      stage: 'approval',
      plan: {},
      held_back: null,
      break_glass: null,
      author: { actor_id: 'else', name: 'else' },
      ...part,
    }) as unknown as Change
  const admin = userWith(['admin'])
  expect(mayBreakGlass(admin, change({}))).toBe(true)
  expect(mayBreakGlass(admin, change({ state: 'running', stage: 'apply', held_back: 'frozen' }))).toBe(true)
  expect(mayBreakGlass(admin, change({ state: 'running', stage: 'apply' }))).toBe(false)
  expect(mayBreakGlass(admin, change({ state: 'failed' }))).toBe(false)
  expect(mayBreakGlass(admin, change({ author: { actor_id: 'actor-ada', name: 'ada' } }))).toBe(false)
  expect(mayBreakGlass(admin, change({ break_glass: {} }))).toBe(false)
  expect(mayBreakGlass(userWith(['approver']), change({}))).toBe(false)
})

it('tells what an envelope and a delegation are still good for', () => {
  const envelope = { used: 1, uses: 2, valid_until: '2026-11-30T00:00:00Z', revoked_at: null } as Envelope
  expect(envelopeState(envelope, now)).toBe('usable')
  expect(envelopeState({ ...envelope, used: 2 }, now)).toBe('used')
  expect(envelopeState({ ...envelope, valid_until: '2026-11-29T06:00:00Z' }, now)).toBe('expired')
  expect(envelopeState({ ...envelope, revoked_at: '2026-11-29T05:00:00Z' }, now)).toBe('revoked')
  const one = {
    to: 'ada',
    from: { actor_id: 'grace', name: 'grace' },
    teams: ['*'],
    environments: ['prod'],
    starts_at: '2026-11-28T00:00:00Z',
    ends_at: '2026-11-30T00:00:00Z',
    revoked_at: null,
  } as unknown as Delegation
  expect(delegationState(one, now)).toBe('live')
  expect(delegationState({ ...one, starts_at: '2026-11-29T07:00:00Z' }, now)).toBe('waiting')
  expect(delegationState({ ...one, ends_at: '2026-11-29T05:00:00Z' }, now)).toBe('expired')

  const change = { team: 'research', environment: 'prod', author: { actor_id: 'else', name: 'x' } } as Change
  expect(standsFor([one, one], userWith(['approver']), change, now)).toEqual([one.from])
  expect(standsFor([one], userWith(['approver']), { ...change, environment: 'dev' }, now)).toEqual([])
  expect(standsFor([one], userWith(['approver']), { ...change, author: one.from }, now)).toEqual([])
})
