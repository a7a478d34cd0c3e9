import { describe, expect, it } from 'vitest'
import { factors, questionOf, shownWeight, untouched } from './what-if-model'

const decision = { offer: { offer_id: 'aws:use1-az1/m7i.large/spot' } } as Parameters<typeof questionOf>[1]
const weights = { cost: 0.4, latency: 0.2, reliability: 0.2, performance: 0.1, carbon: 0, model: 0.1 }

describe('the question of the sliders', () => {
  it('asks nothing until something is moved', () => {
    expect(questionOf(untouched, decision)).toBeNull()
  })

  it('names only what was moved', () => {
    expect(questionOf({ ...untouched, w_cost: 0.7, price: 1.5, closed: 'aws:us-east-1' }, decision)).toEqual({
      weights: { cost: 0.7 },
      prices: [{ offer_id: 'aws:use1-az1/m7i.large/spot', factor: 1.5 }],
      regions_closed: ['aws:us-east-1'],
    })
  })

  it('turns the workload’s own fields into a patch', () => {
    expect(questionOf({ ...untouched, cpu: '2,5', spot: 'no', model: 'no' }, decision)).toEqual({
      spec: { cpu_cores: 2.5, interruptible: false },
      model: false,
    })
  })

  it('leaves out what is no number and a price without an offer', () => {
    expect(questionOf({ ...untouched, cpu: 'many', price: 2 }, { offer: null })).toBeNull()
  })

  it('shares what held weights leave in the old proportions', () => {
    const state = { ...untouched, w_cost: 0.7 }
    const shown = factors.map((factor) => shownWeight(factor, state, weights))
    expect(shown.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1)
    expect(shown[1]).toBeCloseTo(0.1)
    expect(shown[3]).toBeCloseTo(0.05)
  })
})
