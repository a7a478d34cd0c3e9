import { describe, expect, it } from 'vitest'
import {
  formatAge,
  formatClock,
  formatFraction,
  formatHours,
  formatInstant,
  formatMoney,
  humanise,
  moneyDelta,
  roundAmounts,
  shortHash,
  sumMoney,
} from './format'

const usd = (amount: string) => ({ amount, currency: 'USD' })

describe('money', () => {
  it('always names the currency and the unit', () => {
    expect(formatMoney(usd('0.0412'), 'h')).toBe('0.0412 USD/h')
    expect(formatMoney({ amount: '0.2937', currency: 'CNY' })).toBe('0.2937 CNY')
  })

  it('keeps four digits of what is cheap and two of what is dear', () => {
    expect(formatMoney(usd('0.00071'), 'h')).toBe('0.00071 USD/h')
    expect(formatMoney(usd('0.0100561798'), 'h')).toBe('0.01006 USD/h')
    expect(formatMoney(usd('1.5483988764'), 'h')).toBe('1.548 USD/h')
    expect(formatMoney(usd('1.5483988764'))).toBe('1.55 USD')
    expect(formatMoney(usd('14.1824'), 'h')).toBe('14.18 USD/h')
    expect(formatMoney(usd('1234567.891'))).toBe('1,234,567.89 USD')
    expect(formatMoney(usd('0'))).toBe('0.00 USD')
  })

  it('shortens the amounts in a sentence and nothing else', () => {
    expect(roundAmounts('aws:use1-az1/t3a.large at 0.0426685393 USD/h for 2 replicas')).toBe(
      'aws:use1-az1/t3a.large at 0.04267 USD/h for 2 replicas',
    )
    expect(roundAmounts('21.957642 USD an hour is between 10 and 50; 62.3 USD; 0.123456789 of the score')).toBe(
      '21.96 USD an hour is between 10 and 50; 62.3 USD; 0.123456789 of the score',
    )
  })

  it('signs a difference but not a zero', () => {
    expect(formatMoney(usd('14.18'), 'h', true)).toBe('+14.18 USD/h')
    expect(formatMoney(usd('-0.5'), 'h', true)).toBe('-0.5000 USD/h')
    expect(formatMoney(usd('0'), 'h', true)).toBe('0.00 USD/h')
  })

  it('does not invent a number for an amount that is none', () => {
    expect(formatMoney(usd('abc'))).toBe('? USD')
    expect(formatMoney(usd(''))).toBe('? USD')
  })

  it('subtracts and sums only within one currency', () => {
    expect(moneyDelta(usd('1.5'), usd('4'))).toEqual(usd('2.5000000000'))
    const before = usd('0.0315449')
    expect(formatMoney(before)).toBe('0.03154 USD')
    expect(formatMoney(moneyDelta(before, usd('0')) ?? usd('none'))).toBe('-0.03154 USD')
    expect(moneyDelta(usd('1'), { amount: '1', currency: 'CNY' })).toBeNull()
    expect(moneyDelta(null, usd('1'))).toBeNull()
    expect(sumMoney([usd('0.1'), usd('0.2')])).toEqual(usd('0.3000000000'))
    expect(sumMoney([usd('1'), { amount: '1', currency: 'CNY' }])).toBeNull()
    expect(sumMoney([])).toBeNull()
  })
})

describe('times', () => {
  it('shows an instant with its zone', () => {
    expect(formatInstant('2026-11-23T18:03:20Z', 'UTC')).toBe('23 Nov 2026, 18:03:20 UTC')
    expect(formatClock('2026-11-23T18:03:20Z', 'Europe/Berlin')).toBe('19:03 CET')
  })

  it('leaves what is no instant as it is', () => {
    expect(formatInstant('yesterday')).toBe('yesterday')
    expect(formatAge('yesterday', 0)).toBe('yesterday')
  })

  it('tells ages in one unit, backwards and forwards', () => {
    const now = Date.parse('2026-11-23T18:00:00Z')
    expect(formatAge('2026-11-23T17:59:59Z', now)).toBe('now')
    expect(formatAge('2026-11-23T17:59:18Z', now)).toBe('42 s ago')
    expect(formatAge('2026-11-23T17:45:00Z', now)).toBe('15 min ago')
    expect(formatAge('2026-11-23T15:30:00Z', now)).toBe('2 h 30 min ago')
    expect(formatAge('2026-11-20T18:00:00Z', now)).toBe('3 d ago')
    expect(formatAge('2026-11-24T17:00:00Z', now)).toBe('in 23 h')
  })

  it('turns hours into spans', () => {
    expect(formatHours(2)).toBe('2 h')
    expect(formatHours(0.25)).toBe('15 min')
  })
})

describe('words', () => {
  it('reads identifiers aloud', () => {
    expect(humanise('awaiting_approval')).toBe('Awaiting approval')
    expect(formatFraction(0.738)).toBe('74 %')
    expect(shortHash('sha256:7d3f0e4c1b2a')).toBe('7d3f0e4c')
  })
})
