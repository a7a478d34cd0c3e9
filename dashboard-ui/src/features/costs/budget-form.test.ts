import { describe, expect, it } from 'vitest'
import { budgetSchema, emptyBudget, requestOf, thresholdsOf } from './budget-form'

const filled = { ...emptyBudget, name: 'research', amount: '2500' }

describe('the thresholds', () => {
  it('are read whatever stands between them, in order', () => {
    expect(thresholdsOf('95, 70;85')).toEqual([70, 85, 95])
    expect(thresholdsOf('70 % 85%')).toEqual([70, 85])
    expect(thresholdsOf('70% 85%')).toEqual([70, 85])
  })

  it.each(['', 'many', '0', '70, 70', '1001', '70.5', '1 2 3 4 5 6 7 8 9 10 11'])('refuses “%s”', (text) => {
    expect(thresholdsOf(text)).toBeNull()
  })
})

describe('a budget', () => {
  it('of everything leaves out what it does not name', () => {
    expect(requestOf(budgetSchema.parse(filled))).toEqual({
      name: 'research',
      amount: { amount: '2500', currency: 'USD' },
      team: null,
      environment: null,
      provider: null,
      thresholds: [70, 85, 95],
    })
  })

  it.each(['0', '-5', 'ten', '1e3', ''])('does not take the amount “%s”', (amount) => {
    const result = budgetSchema.safeParse({ ...filled, amount })
    expect(result.error?.issues[0]?.message).toBe('error.amount')
  })

  it('needs a name', () => {
    expect(budgetSchema.safeParse({ ...filled, name: ' ' }).error?.issues[0]?.message).toBe('error.name')
  })
})
