type Cell = string | number | boolean | null | undefined

/** By numbers where both are, else by text as people sort it; what is not known comes last either way. */
export function compareCells(a: Cell, b: Cell, descending: boolean): number {
  const lacks = (cell: Cell) => cell === null || cell === undefined || cell === ''
  if (lacks(a) || lacks(b)) return Number(lacks(a)) - Number(lacks(b))
  const order =
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : String(a).localeCompare(String(b), undefined, { numeric: true, sensitivity: 'base' })
  return descending ? -order : order
}

/** The rows in order of a value; as they are without one. */
export function sortRows<T>(
  rows: readonly T[],
  value: ((row: T) => Cell) | undefined,
  descending: boolean,
): readonly T[] {
  return value === undefined ? rows : rows.toSorted((a, b) => compareCells(value(a), value(b), descending))
}
