import { describe, expect, it } from 'vitest'
import { durationSeconds, formatUnit, share } from './ops-format'

describe('values with units', () => {
  it.each([
    [41.234, 'percent', '41.2 %'],
    [0, 'percent', '0 %'],
    [1536, 'bytes', '1.5 KiB'],
    [5 * 1024 ** 3, 'bytes/s', '5.0 GiB/s'],
    [12.5, 'USD/h', '12.50 USD/h'],
    [3, 'vcpu', '3 vCPU'],
    [7, 'frames', '7 frames'],
    [1234567, '', '1,234,567'],
  ])('%f %s is %s', (value, unit, text) => {
    expect(formatUnit(value, unit)).toBe(text)
  })

  it('shows no number for what is none', () => {
    expect(formatUnit(Number.NaN, 'percent')).toBe('–')
  })
})

describe('durations', () => {
  it.each([
    ['PT90S', 90],
    ['PT1H30M', 5400],
    ['P2DT1S', 172_801],
    ['PT0.5S', 0.5],
  ])('%s is %d seconds', (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds)
  })

  it.each(['', 'P', 'PT', '5 minutes'])('“%s” is no duration', (text) => {
    expect(durationSeconds(text)).toBeNull()
  })
})

describe('a share', () => {
  const usd = (amount: string) => ({ amount, currency: 'USD' })

  it('is per cent of the whole', () => {
    expect(share(usd('25'), usd('100'))).toBe(25)
  })

  it('is unknown without a whole or across currencies', () => {
    expect(share(usd('0'), usd('0'))).toBeNull()
    expect(share(usd('1'), { amount: '2', currency: 'EUR' })).toBeNull()
  })
})
