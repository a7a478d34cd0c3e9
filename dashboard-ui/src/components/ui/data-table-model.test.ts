import { describe, expect, it } from 'vitest'
import {
  choicesOf,
  filterRows,
  nextSort,
  parseFilters,
  parseSort,
  searchRows,
  sortRows,
  sortText,
  toggleFilter,
  type DataColumn,
} from './data-table-model'

type Row = { name: string; size: number | null; state: string }
const rows: Row[] = [
  { name: 'item 10', size: 3, state: 'running' },
  { name: 'item 2', size: null, state: 'failed' },
  { name: 'thing 1', size: 7, state: 'running' },
]
const columns: DataColumn<Row>[] = [
  { id: 'name', header: 'Name', value: (row) => row.name },
  { id: 'size', header: 'Size', value: (row) => row.size, numeric: true },
  { id: 'state', header: 'State', value: (row) => row.state },
]
const names = (some: readonly Row[]) => some.map((row) => row.name)

describe('a list', () => {
  it('sorts numbers in texts as numbers, and what is not known last both ways', () => {
    expect(names(sortRows(rows, { id: 'name', descending: false }, columns))).toEqual(['item 2', 'item 10', 'thing 1'])
    expect(names(sortRows(rows, { id: 'size', descending: true }, columns))).toEqual(['thing 1', 'item 10', 'item 2'])
    expect(names(sortRows(rows, { id: 'size', descending: false }, columns))).toEqual(['item 10', 'thing 1', 'item 2'])
  })

  it('keeps the service’s order without a sort, and knows no foreign column', () => {
    expect(sortRows(rows, null, columns)).toEqual(rows)
    expect(parseSort('-nothing', columns)).toBeNull()
    expect(sortText(parseSort('-size', columns))).toBe('-size')
  })

  it('turns the order of the column that is sorted by', () => {
    expect(nextSort(null, 'size', true)).toEqual({ id: 'size', descending: true })
    expect(nextSort({ id: 'size', descending: true }, 'size', true)).toEqual({ id: 'size', descending: false })
    expect(nextSort({ id: 'size', descending: true }, 'name', false)).toEqual({ id: 'name', descending: false })
  })

  it('finds rows that have every word', () => {
    expect(names(searchRows(rows, 'ITEM failed', columns))).toEqual(['item 2'])
    expect(searchRows(rows, '  ', columns)).toBe(rows)
  })

  it('takes choices of one column as alternatives and those of several together', () => {
    const filters = parseFilters(['state:running', 'state:failed', 'name:item 2', 'broken'])
    expect(names(filterRows(rows, filters, columns))).toEqual(['item 2'])
    expect(toggleFilter(['state:running'], 'state', 'running')).toEqual([])
    expect(columns.slice(2, 3).flatMap((column) => choicesOf(rows, column).map((each) => each.value))).toEqual([
      'failed',
      'running',
    ])
  })
})
