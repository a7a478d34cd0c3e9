import { describe, expect, it } from 'vitest'
import type { HistoricPrice } from '@/api/types'
import { offerParts, replay, stepsOf } from './replay-model'

const hour = 3_600_000
const start = Date.parse('2026-11-28T00:00:00Z')
const price = (hours: number, amount: string) =>
  ({ published_at: new Date(start + hours * hour).toISOString(), price: { amount, currency: 'USD' } }) as HistoricPrice

describe('what a place would have cost', () => {
  it('adds price × time for every replica', () => {
    const steps = stepsOf([price(0, '1'), price(2, '3')], start, start + 4 * hour)
    expect(replay(steps, start + 4 * hour, 2)).toMatchObject({ total: 16, mean: 2, peak: 3 })
  })

  it('takes the price that held when the span began', () => {
    expect(stepsOf([price(-3, '5'), price(-1, '2'), price(1, '4')], start, start + 2 * hour)).toEqual([
      { at: start, price: 2 },
      { at: start + hour, price: 4 },
    ])
  })

  it('takes the first price told for what was before it', () => {
    expect(stepsOf([price(1, '4')], start, start + 2 * hour)[0]).toEqual({ at: start, price: 4 })
  })

  it('grows from nought to the total', () => {
    const replayed = replay(stepsOf([price(0, '1')], start, start + 2 * hour), start + 2 * hour, 1, 4)
    expect(replayed?.cumulative.map((each) => each.value)).toEqual([0, 0.5, 1, 1.5, 2])
  })

  it('knows nothing without a price', () => {
    expect(replay(stepsOf([], start, start + hour), start + hour, 1)).toBeNull()
  })

  it('reads the parts of an id', () => {
    expect(offerParts('alibaba:cn-hangzhou-h/ecs.g8i.xlarge/spot')).toEqual({
      zone: 'alibaba:cn-hangzhou-h',
      type: 'ecs.g8i.xlarge',
      option: 'spot',
      provider: 'alibaba',
    })
  })
})
