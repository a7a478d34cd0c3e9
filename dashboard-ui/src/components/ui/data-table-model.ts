import type { ReactNode } from 'react'
import type { CsvColumn } from '@/lib/csv'
import { humanise } from '@/lib/format'
import { localeTag } from '@/lib/i18n/language'

export type CellValue = string | number | boolean | null

export type DataColumn<T> = {
  id: string
  header: string
  /** What is sorted and filtered by. */
  value: (row: T) => CellValue
  /** What a file and the search get; the value unless told. */
  text?: (row: T) => string
  cell?: (row: T) => ReactNode
  numeric?: boolean
  /** In pixels at the usual size of text. */
  width?: number
  grow?: boolean
  /** Its values are offered as choices. */
  filter?: boolean
  /** Off until somebody asks for it. */
  hidden?: boolean
  sortable?: boolean
}

export type Sort = { id: string; descending: boolean }

/** `-created_at`: by that column, the largest first. */
export function parseSort(text: string, columns: readonly { id: string }[]): Sort | null {
  const id = text.replace(/^-/, '')
  return columns.some((column) => column.id === id) ? { id, descending: text.startsWith('-') } : null
}

export function sortText(sort: Sort | null): string {
  return sort === null ? '' : `${sort.descending ? '-' : ''}${sort.id}`
}

/** First the other way round, then not at all, then again. */
export function nextSort(present: Sort | null, id: string, numeric: boolean): Sort {
  if (present?.id !== id) return { id, descending: numeric }
  return { id, descending: !present.descending }
}

const collators = new Map<string, Intl.Collator>()

/** What is not known stands last in both directions, which the caller's sign must not turn: null is handled there. */
export function compareValues(a: CellValue, b: CellValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  const tag = localeTag()
  let collator = collators.get(tag)
  if (collator === undefined) collators.set(tag, (collator = new Intl.Collator(tag, { numeric: true })))
  return collator.compare(String(a), String(b))
}

/** A stable order: equals keep the service's own. */
export function sortRows<T>(rows: readonly T[], sort: Sort | null, columns: readonly DataColumn<T>[]): T[] {
  const column = sort === null ? undefined : columns.find((each) => each.id === sort.id)
  if (sort === null || column === undefined) return [...rows]
  const sign = sort.descending ? -1 : 1
  const keyed = rows.map((row) => ({ row, value: column.value(row) }))
  keyed.sort((left, right) => {
    if (left.value === null || right.value === null) return Number(left.value === null) - Number(right.value === null)
    return sign * compareValues(left.value, right.value)
  })
  return keyed.map((each) => each.row)
}

export function textOf<T>(column: DataColumn<T>, row: T): string {
  if (column.text !== undefined) return column.text(row)
  const value = column.value(row)
  return value === null ? '' : String(value)
}

/** Every word has to be somewhere in the row. */
export function searchRows<T>(rows: readonly T[], query: string, columns: readonly DataColumn<T>[]): readonly T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((row) => {
    const text = columns
      .map((column) => textOf(column, row))
      .join('\n')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** `state:open` a choice; choices of one column are alternatives, of different ones all have to hold. */
export function parseFilters(texts: readonly string[]): Map<string, Set<string>> {
  const filters = new Map<string, Set<string>>()
  for (const text of texts) {
    const cut = text.indexOf(':')
    if (cut < 1) continue
    const id = text.slice(0, cut)
    const values = filters.get(id) ?? new Set()
    values.add(text.slice(cut + 1))
    filters.set(id, values)
  }
  return filters
}

export function toggleFilter(texts: readonly string[], id: string, value: string): string[] {
  const text = `${id}:${value}`
  return texts.includes(text) ? texts.filter((each) => each !== text) : [...texts, text]
}

export function filterRows<T>(
  rows: readonly T[],
  filters: ReadonlyMap<string, ReadonlySet<string>>,
  columns: readonly DataColumn<T>[],
): readonly T[] {
  const used = columns.flatMap((column) => {
    const wanted = filters.get(column.id)
    return wanted === undefined ? [] : [{ column, wanted }]
  })
  if (used.length === 0) return rows
  return rows.filter((row) => used.every(({ column, wanted }) => wanted.has(String(column.value(row)))))
}

const mostChoices = 40

export function choicesOf<T>(rows: readonly T[], column: DataColumn<T>): { value: string; label: string }[] {
  const values = new Set<string>()
  for (const row of rows) {
    const value = column.value(row)
    if (value !== null) values.add(String(value))
    if (values.size > mostChoices) break
  }
  return [...values].sort(compareValues).map((value) => ({ value, label: humanise(value) }))
}

export function csvColumnsOf<T>(columns: readonly DataColumn<T>[]): CsvColumn<T>[] {
  return columns.map((column) => ({
    header: column.id,
    value: (row) => (column.text === undefined ? column.value(row) : column.text(row)),
  }))
}
