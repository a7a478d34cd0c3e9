import { expect, it } from 'vitest'
import { domainNow, domainSpeed, observeDomainTime } from './clock'

it('is the wall’s time while no service told its own', () => {
  expect(domainNow(1000)).toBe(1000)
})

it('moves on from what was told', () => {
  observeDomainTime('2026-11-23T18:00:00Z', 1000)
  expect(domainNow(3000)).toBe(Date.parse('2026-11-23T18:00:02Z'))
})

it('learns how fast a simulated clock runs', () => {
  observeDomainTime('2026-11-23T18:00:00Z', 0)
  observeDomainTime('2026-11-23T18:10:00Z', 10_000)
  expect(domainSpeed()).toBe(60)
  expect(domainNow(11_000)).toBe(Date.parse('2026-11-23T18:11:00Z'))
})

it('starts over when the clock was set back', () => {
  observeDomainTime('2026-11-23T18:00:00Z', 0)
  observeDomainTime('2026-11-20T18:00:00Z', 10_000)
  expect(domainNow(10_000)).toBe(Date.parse('2026-11-20T18:00:00Z'))
  expect(domainSpeed()).toBe(1)
})

it('ignores what is no instant', () => {
  observeDomainTime('soon', 0)
  expect(domainNow(5)).toBe(5)
})
