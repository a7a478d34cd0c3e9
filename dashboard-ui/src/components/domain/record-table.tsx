import { ArrowDown, ArrowUp, Download } from 'lucide-react'
import { useMemo, type ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import { Button } from '@/components/ui/button'
import { TableFrame, Td, Th } from '@/components/ui/table'
import { cn } from '@/lib/cn'
import { download, toCsv } from '@/lib/csv'
import { useCommon } from '@/lib/i18n/common'
import { sortRows } from './record-sort'

export type RecordColumn<T> = {
  id: string
  /** Empty for the buttons of a row. */
  header: string
  cell: (row: T) => ReactNode
  /** What is sorted by and exported; a column without it does neither. */
  value?: (row: T) => string | number | boolean | null | undefined
  numeric?: boolean
  className?: string
}

type RecordTableProps<T> = {
  label: string
  rows: readonly T[]
  columns: readonly RecordColumn<T>[]
  rowId: (row: T) => string
  /** The file's name, without its ending. */
  csvName: string
  /** The parameter of the address that holds the order; two tables of a page need two. */
  sortParam?: string
  /** A list of which only the newest pages are here yet. */
  more?: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
  rowClass?: (row: T) => string | false
}

/** A list that is sorted by its headers, keeps the order in the address and goes into a spreadsheet. */
export function RecordTable<T>({
  label,
  rows,
  columns,
  rowId,
  csvName,
  sortParam = 'sort',
  more,
  rowClass,
}: RecordTableProps<T>) {
  const t = useCommon()
  const [params, setParams] = useSearchParams()
  const sort = params.get(sortParam) ?? ''
  const descending = sort.startsWith('-')
  const sortId = descending ? sort.slice(1) : sort
  const sorted = useMemo(
    () => sortRows(rows, columns.find((column) => column.id === sortId)?.value, descending),
    [rows, columns, sortId, descending],
  )
  const order = (id: string) => {
    const next = sortId !== id ? id : descending ? '' : `-${id}`
    setParams(
      (before) => {
        const after = new URLSearchParams(before)
        if (next === '') after.delete(sortParam)
        else after.set(sortParam, next)
        return after
      },
      { replace: true, preventScrollReset: true },
    )
  }
  const exported = columns.flatMap(({ header, value }) => (value === undefined ? [] : [{ header, value }]))
  return (
    <>
      <TableFrame label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Th
                key={column.id}
                numeric={column.numeric === true}
                sort={
                  column.value === undefined
                    ? undefined
                    : column.id !== sortId
                      ? 'none'
                      : descending
                        ? 'descending'
                        : 'ascending'
                }
              >
                {column.header === '' ? (
                  <span className="sr-only">{t('actions')}</span>
                ) : column.value === undefined ? (
                  column.header
                ) : (
                  <button
                    type="button"
                    className={cn(
                      'inline-flex items-center gap-1 rounded hover:text-text',
                      column.id === sortId && 'text-text',
                    )}
                    onClick={() => order(column.id)}
                  >
                    {column.header}
                    {column.id === sortId &&
                      (descending ? (
                        <ArrowDown className="size-3" aria-hidden="true" />
                      ) : (
                        <ArrowUp className="size-3" aria-hidden="true" />
                      ))}
                  </button>
                )}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={rowId(row)} className={cn('hover:bg-sunken', rowClass?.(row))}>
              {columns.map((column) => (
                <Td
                  key={column.id}
                  numeric={column.numeric === true}
                  {...(column.className === undefined ? {} : { className: column.className })}
                >
                  {column.cell(row)}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </TableFrame>
      <div className="flex flex-wrap items-center gap-2 px-4 py-2 text-xs text-muted">
        <span className="num" role="status">
          {t('table.rows', { count: rows.length })}
          {more?.hasNextPage === true && '+'}
        </span>
        {more?.hasNextPage === true && (
          <Button size="sm" disabled={more.isFetchingNextPage} onClick={() => void more.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
        <Button
          size="sm"
          variant="ghost"
          className="ml-auto"
          disabled={rows.length === 0}
          aria-label={`${t('export.csv')}: ${label}`}
          onClick={() => download(`${csvName}.csv`, toCsv(sorted, exported))}
        >
          <Download className="size-3.5" aria-hidden="true" />
          {t('export.csv')}
        </Button>
      </div>
    </>
  )
}
