import { expect, it } from 'vitest'
import { spanOf } from './spans'

const now = Date.parse('2026-11-28T21:30:00Z')

it('counts today as one of the days', () => {
  expect(spanOf('7d', now)).toEqual({ from: '2026-11-22T00:00:00.000Z' })
})

it('leaves the month to the service', () => {
  expect(spanOf('month', now)).toEqual({})
})
