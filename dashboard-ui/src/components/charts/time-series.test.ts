import { describe, expect, it } from 'vitest'
import { rowsOf, timeTicks } from './time-series'

const hour = 3_600_000
const start = Date.parse('2026-11-28T10:07:00Z')

describe('values over time', () => {
  it('stand at round times, few enough to be read', () => {
    const ticks = timeTicks(start, start + 6 * hour).map((at) => new Date(at).toISOString().slice(11, 16))
    expect(ticks).toEqual(['11:00', '12:00', '13:00', '14:00', '15:00', '16:00'])
    expect(timeTicks(start, start + 7 * 24 * hour).length).toBeLessThanOrEqual(8)
    expect(timeTicks(start, start)).toEqual([])
  })

  it('share rows by their instants, in order', () => {
    const rows = rowsOf([
      {
        id: 'a',
        label: 'A',
        tone: 0,
        points: [
          { at: 2, value: 1 },
          { at: 1, value: 5 },
        ],
      },
      { id: 'b', label: 'B', tone: 1, points: [{ at: 2, value: null, band: [0, 3] }] },
    ])
    expect(rows).toEqual([
      { at: 1, a: 5 },
      { at: 2, a: 1, b: null, 'b band': [0, 3] },
    ])
  })
})
