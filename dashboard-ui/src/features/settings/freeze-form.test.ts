import { expect, it } from 'vitest'
import { freezeOf, freezeSchema } from './freeze-form'

const form = {
  environments: 'prod, staging',
  from: '2026-12-24T00:00',
  until: '2026-12-27T00:00',
  reason: ' holidays ',
}

it('sends instants and names', () => {
  expect(freezeOf(freezeSchema.parse(form))).toEqual({
    environments: ['prod', 'staging'],
    from: '2026-12-24T00:00:00.000Z',
    until: '2026-12-27T00:00:00.000Z',
    reason: 'holidays',
  })
})

it.each([
  ['an end before the beginning', { until: '2026-12-23T00:00' }, 'freeze.time.error'],
  ['no environment', { environments: ' , ' }, 'freeze.environments.error'],
  ['no reason', { reason: ' ' }, 'freeze.reason.error'],
])('refuses %s', (_what, change, message) => {
  expect(freezeSchema.safeParse({ ...form, ...change }).error?.issues[0]?.message).toBe(message)
})
