import { expect, it } from 'vitest'
import { isAlone } from './lines-chart'

it('knows the values that no line shows', () => {
  const values = [1, null, 2, 3, null, 4, null]
  expect(values.map((_, at) => isAlone(values, at))).toEqual([true, false, false, false, false, true, false])
  expect(isAlone([5], 0)).toBe(true)
})
