import { expect, it } from 'vitest'
import { sortRows } from './record-sort'

const value = (row: string | number | null) => row

it('sorts numbers as numbers and names as people do', () => {
  expect(sortRows([10, 9, 100], value, false)).toEqual([9, 10, 100])
  expect(sortRows(['job-10', 'job-9', 'Job-1'], value, false)).toEqual(['Job-1', 'job-9', 'job-10'])
})

it('leaves what is not known at the end in both directions', () => {
  expect(sortRows([null, 2, 1], value, false)).toEqual([1, 2, null])
  expect(sortRows([null, 2, 1], value, true)).toEqual([2, 1, null])
})

it('keeps the service’s order without a column', () => {
  expect(sortRows([3, 1, 2], undefined, true)).toEqual([3, 1, 2])
})
