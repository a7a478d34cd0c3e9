import {
  getCoreRowModel,
  useReactTable,
  type ColumnDef,
  type Row,
  type RowSelectionState,
  type VisibilityState,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, Bookmark, Columns3, Download, Filter, Trash2, X } from 'lucide-react'
import { memo, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import { cn } from '@/lib/cn'
import { download, toCsv } from '@/lib/csv'
import { useCommon } from '@/lib/i18n/common'
import { useLanguage } from '@/lib/i18n'
import { useDensity } from '@/lib/preferences'
import { asProblemError } from '@/lib/problem'
import { deleteView, saveView, useSavedViews } from '@/lib/saved-views'
import { toast } from '@/lib/toast'
import { list, text, useUrlState } from '@/lib/url-state'
import { Badge } from './badge'
import { Button } from './button'
import {
  choicesOf,
  csvColumnsOf,
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
import { Input } from './field'
import { Menu } from './menu'
import { MenuCheck, MenuItem, MenuLabel, MenuSeparator } from './menu-items'
import { EmptyState, ErrorState } from './states'

export type { DataColumn } from './data-table-model'

export type DataTableProps<T> = {
  /** Names the list in the browser's storage: saved views belong to it. */
  id: string
  /** Names it to people. */
  label: string
  rows: readonly T[]
  rowKey: (row: T) => string
  columns: readonly DataColumn<T>[]
  defaultSort?: string
  searchable?: boolean
  /** Put before the names in the address where a page has several lists. */
  urlPrefix?: string
  empty?: ReactNode
  toolbar?: ReactNode
  csvName?: string
  /** All rows for the file, where more exist than are loaded. */
  exportRows?: () => Promise<readonly T[]>
  more?: { has: boolean; loading: boolean; load: () => void }
  selection?: (rows: readonly T[], clear: () => void) => ReactNode
  /** Rows with two lines of text. */
  tall?: boolean
  height?: number
}

const heights = {
  comfortable: { low: 40, tall: 54 },
  compact: { low: 30, tall: 44 },
}
const selectWidth = 40
/** So many rows before the end the next ones are asked for. */
const ahead = 15

/**
 * A list that filters, sorts, searches, exports, keeps views and stays smooth with ten thousand rows: only what is in sight
 * is drawn. Its state stands in the address.
 */
export function DataTable<T>({
  id,
  label,
  rows,
  rowKey,
  columns,
  defaultSort = '',
  searchable = true,
  urlPrefix = '',
  empty,
  toolbar,
  csvName = id,
  exportRows,
  more,
  selection,
  tall = false,
  height,
}: DataTableProps<T>) {
  const t = useCommon()
  const language = useLanguage()
  const density = useDensity()
  const rowHeight = heights[density][tall ? 'tall' : 'low']
  const [state, set] = useUrlState({
    [`${urlPrefix}q`]: text(),
    [`${urlPrefix}sort`]: text(defaultSort),
    [`${urlPrefix}f`]: list(),
    [`${urlPrefix}cols`]: list(),
  })
  const query = state[`${urlPrefix}q`] as string
  const sort = parseSort(state[`${urlPrefix}sort`] as string, columns)
  const filterTexts = state[`${urlPrefix}f`] as string[]
  const chosenColumns = state[`${urlPrefix}cols`] as string[]
  const put = (name: 'q' | 'sort' | 'f' | 'cols', value: string | string[]) => set({ [`${urlPrefix}${name}`]: value })

  const [selected, setSelected] = useState<RowSelectionState>({})
  const [exporting, setExporting] = useState(false)
  const [exportError, setExportError] = useState<unknown>(null)

  const shown = useMemo(
    () => sortRows(filterRows(searchRows(rows, query, columns), parseFilters(filterTexts), columns), sort, columns),
    // The order of words depends on the language.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [rows, columns, query, filterTexts, sort?.id, sort?.descending, language],
  )
  const definitions = useMemo<ColumnDef<T>[]>(
    () => columns.map((column) => ({ id: column.id, accessorFn: (row: T) => column.value(row) })),
    [columns],
  )
  const visibility = useMemo<VisibilityState>(
    () =>
      Object.fromEntries(
        columns.map((column) => [
          column.id,
          chosenColumns.length === 0 ? column.hidden !== true : chosenColumns.includes(column.id),
        ]),
      ),
    [columns, chosenColumns],
  )
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are only called while drawing
  const table = useReactTable({
    data: shown,
    columns: definitions,
    getRowId: rowKey,
    state: { columnVisibility: visibility, rowSelection: selected },
    enableRowSelection: selection !== undefined,
    onRowSelectionChange: setSelected,
    getCoreRowModel: getCoreRowModel(),
  })
  const body = table.getRowModel().rows
  const visible = useMemo(() => columns.filter((column) => visibility[column.id]), [columns, visibility])
  const template = [
    ...(selection === undefined ? [] : [`${selectWidth}px`]),
    ...visible.map((column) =>
      column.grow === true ? `minmax(${column.width ?? 180}px, 1fr)` : `${column.width ?? 130}px`,
    ),
  ].join(' ')
  const least =
    visible.reduce((sum, column) => sum + (column.width ?? (column.grow === true ? 180 : 130)), 0) +
    (selection === undefined ? 0 : selectWidth)

  // In the state, as the rows inside of it have to be drawn again once it is there.
  const [frame, setFrame] = useState<HTMLDivElement | null>(null)

  const chosen = table.getSelectedRowModel().rows.map((row) => row.original)
  const clear = () => setSelected({})
  const narrowed = query !== '' || filterTexts.length > 0

  const exportCsv = async () => {
    setExportError(null)
    setExporting(true)
    try {
      const all = exportRows === undefined ? shown : await exportRows()
      download(`${csvName}.csv`, toCsv(all, csvColumnsOf(columns)))
    } catch (error) {
      setExportError(error)
    } finally {
      setExporting(false)
    }
  }

  if (rows.length === 0 && !narrowed && empty !== undefined && more?.has !== true) {
    return (
      <>
        {toolbar !== undefined && <div className="border-b p-3">{toolbar}</div>}
        {empty}
      </>
    )
  }
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-end gap-2 border-b p-3">
        {searchable && (
          <SearchBox label={t('table.search', { label })} value={query} onChange={(next) => put('q', next)} />
        )}
        {toolbar}
        <div className="ml-auto flex flex-wrap items-center gap-1">
          <Views list={id} />
          <Menu aria-label={t('table.columns')} trigger={<Columns3 className="size-4" aria-hidden="true" />}>
            {() => (
              <>
                <MenuLabel>{t('table.columns')}</MenuLabel>
                {columns.map((column) => (
                  <MenuCheck
                    key={column.id}
                    checked={visibility[column.id] === true}
                    onChange={(on) => {
                      const ids = columns
                        .filter((each) => (each.id === column.id ? on : visibility[each.id]))
                        .map((each) => each.id)
                      if (ids.length > 0) put('cols', ids)
                    }}
                  >
                    {column.header}
                  </MenuCheck>
                ))}
              </>
            )}
          </Menu>
          <Button
            variant="ghost"
            size="icon"
            disabled={exporting}
            onClick={() => void exportCsv()}
            aria-label={t('export.csv')}
            title={t('export.csv')}
          >
            <Download className={cn('size-4', exporting && 'animate-pulse')} aria-hidden="true" />
            <span className="max-sm:sr-only">{exporting ? t('table.exporting') : 'CSV'}</span>
          </Button>
        </div>
      </div>
      {exportError !== null && (
        <div className="p-3">
          <ErrorState
            error={asProblemError(exportError)}
            what={t('table.export')}
            verb={t('table.export.failed')}
            compact
          />
        </div>
      )}
      {filterTexts.length > 0 && (
        <div className="flex flex-wrap items-center gap-1.5 border-b px-3 py-2">
          {[...parseFilters(filterTexts)].flatMap(([columnId, values]) => {
            const column = columns.find((each) => each.id === columnId)
            return column === undefined
              ? []
              : [...values].map((value) => (
                  <button
                    key={`${columnId}:${value}`}
                    type="button"
                    className="rounded"
                    onClick={() => put('f', toggleFilter(filterTexts, columnId, value))}
                  >
                    <Badge tone="accent">
                      {column.header}: {choicesOf(rows, column).find((each) => each.value === value)?.label ?? value}
                      <X className="size-3" aria-hidden="true" />
                      <span className="sr-only">{t('clear')}</span>
                    </Badge>
                  </button>
                ))
          })}
          <Button size="sm" variant="ghost" onClick={() => put('f', [])}>
            {t('table.filters.clear')}
          </Button>
        </div>
      )}
      {selection !== undefined && chosen.length > 0 && (
        <div className="flex flex-wrap items-center gap-2 border-b bg-accent-soft px-3 py-2 text-[13px]">
          <span className="num font-medium" role="status">
            {t('table.selected', { count: chosen.length })}
          </span>
          {selection(chosen, clear)}
          <Button size="sm" variant="ghost" className="ml-auto" onClick={clear}>
            {t('clear')}
          </Button>
        </div>
      )}
      <div
        ref={setFrame}
        // What scrolls has to be reached by the keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region"
        aria-label={t('table.named', { label })}
        className="relative overflow-auto"
        style={{ maxHeight: height ?? '70dvh' }}
      >
        <div
          role="table"
          aria-label={label}
          aria-rowcount={body.length + 1}
          style={{ minWidth: least }}
          className="text-[13px]"
        >
          <div role="rowgroup" className="sticky top-0 z-10 bg-surface">
            <div role="row" aria-rowindex={1} className="grid border-b" style={{ gridTemplateColumns: template }}>
              {selection !== undefined && (
                <div role="columnheader" className="grid place-items-center">
                  <input
                    type="checkbox"
                    aria-label={t('table.select.all')}
                    checked={table.getIsAllRowsSelected()}
                    onChange={(event) => table.toggleAllRowsSelected(event.target.checked)}
                    className="size-4 accent-accent"
                  />
                </div>
              )}
              {visible.map((column) => (
                <Header
                  key={column.id}
                  column={column}
                  sort={sort}
                  rows={rows}
                  filters={filterTexts}
                  onSort={() => put('sort', sortText(nextSort(sort, column.id, column.numeric === true)))}
                  onFilter={(value) => put('f', toggleFilter(filterTexts, column.id, value))}
                />
              ))}
            </div>
          </div>
          <Rows
            frame={frame}
            rows={body}
            columns={visible}
            template={template}
            height={rowHeight}
            selectable={selection !== undefined}
            selected={selected}
            more={more}
          />
        </div>
        {body.length === 0 && (
          <EmptyState
            title={t('table.nofit')}
            action={
              narrowed && (
                <Button onClick={() => set({ [`${urlPrefix}q`]: '', [`${urlPrefix}f`]: [] })}>
                  {t('table.filters.clear')}
                </Button>
              )
            }
          >
            {t('table.nofit.text')}
          </EmptyState>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-3 border-t px-3 py-2 text-xs text-muted">
        <span className="num" role="status">
          {body.length === rows.length
            ? t('table.rows', { count: rows.length })
            : t('table.of', { shown: body.length, count: rows.length })}
          {more?.has === true && '+'}
        </span>
        {more?.has === true && (
          <Button size="sm" disabled={more.loading} onClick={more.load}>
            {more.loading ? t('loading') : t('more')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** What is drawn anew while the list scrolls: the rows that come into sight, and nothing around them. */
function Rows<T>({
  frame,
  rows,
  columns,
  template,
  height,
  selectable,
  selected,
  more,
}: {
  frame: HTMLDivElement | null
  rows: readonly Row<T>[]
  columns: readonly DataColumn<T>[]
  template: string
  height: number
  selectable: boolean
  selected: RowSelectionState
  more: DataTableProps<T>['more']
}) {
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are only called while drawing
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame,
    estimateSize: () => height,
    overscan: 10,
    // Until the frame is measured (and in tests, which measure nothing) a screenful is drawn.
    initialRect: { width: 1000, height: 700 },
  })
  useEffect(() => virtual.measure(), [virtual, height])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const wantsMore = more !== undefined && more.has && !more.loading && last >= rows.length - ahead
  const loadMore = more?.load
  useEffect(() => {
    if (wantsMore) loadMore?.()
  }, [wantsMore, loadMore])
  return (
    <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => {
        const row = rows[item.index]
        return row === undefined ? null : (
          <TableRow
            key={row.id}
            row={row}
            columns={columns as readonly DataColumn<unknown>[]}
            template={template}
            height={height}
            index={item.index}
            start={item.start}
            selectable={selectable}
            selected={selected[row.id] === true}
          />
        )
      })}
    </div>
  )
}

const TableRow = memo(function TableRow({
  row,
  columns,
  template,
  height,
  index,
  start,
  selectable,
  selected,
}: {
  row: Row<unknown>
  columns: readonly DataColumn<unknown>[]
  template: string
  height: number
  index: number
  start: number
  selectable: boolean
  selected: boolean
}) {
  const t = useCommon()
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={cn(
        'absolute inset-x-0 top-0 grid items-center border-b hover:bg-sunken',
        selected && 'bg-accent-soft',
      )}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${start}px)` }}
    >
      {selectable && (
        <div role="cell" className="grid place-items-center">
          <input
            type="checkbox"
            aria-label={t('table.select.row', { name: row.id })}
            checked={selected}
            onChange={(event) => row.toggleSelected(event.target.checked)}
            className="size-4 accent-accent"
          />
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.id}
          role="cell"
          className={cn('min-w-0 truncate px-3', column.numeric === true && 'num text-right')}
        >
          {column.cell === undefined ? String(column.value(row.original) ?? '—') : column.cell(row.original)}
        </div>
      ))}
    </div>
  )
})

function Header<T>({
  column,
  sort,
  rows,
  filters,
  onSort,
  onFilter,
}: {
  column: DataColumn<T>
  sort: { id: string; descending: boolean } | null
  rows: readonly T[]
  filters: readonly string[]
  onSort: () => void
  onFilter: (value: string) => void
}) {
  const t = useCommon()
  const active = sort?.id === column.id
  const Icon = sort?.descending === true ? ArrowDown : ArrowUp
  const sortable = column.sortable !== false
  return (
    <div
      role="columnheader"
      aria-sort={!sortable ? undefined : active ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={cn(
        'flex min-w-0 items-center gap-0.5 px-3 py-1.5 text-xs font-medium text-muted',
        column.numeric === true && 'justify-end',
      )}
    >
      {sortable ? (
        <button type="button" className="inline-flex min-w-0 items-center gap-1 hover:text-text" onClick={onSort}>
          <span className="truncate">{column.header}</span>
          {active && <Icon className="size-3 shrink-0" aria-hidden="true" />}
        </button>
      ) : (
        <span className="truncate">{column.header}</span>
      )}
      {column.filter === true && (
        <Menu
          aria-label={t('table.filter.of', { column: column.header })}
          small
          trigger={
            <Filter
              className={cn('size-3', filters.some((each) => each.startsWith(`${column.id}:`)) && 'text-accent')}
              aria-hidden="true"
            />
          }
        >
          {() => (
            <>
              <MenuLabel>{column.header}</MenuLabel>
              {choicesOf(rows, column).map((choice) => (
                <MenuCheck
                  key={choice.value}
                  checked={filters.includes(`${column.id}:${choice.value}`)}
                  onChange={() => onFilter(choice.value)}
                >
                  {choice.label}
                </MenuCheck>
              ))}
            </>
          )}
        </Menu>
      )}
    </div>
  )
}

/** Types freely; the list follows once the typing pauses. */
export function SearchBox({
  label,
  value,
  onChange,
  placeholder,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
}) {
  const t = useCommon()
  const [draft, setDraft] = useState(value)
  const [seen, setSeen] = useState(value)
  if (value !== seen) {
    // The address changed from elsewhere (back button, cleared filters).
    setSeen(value)
    setDraft(value)
  }
  useEffect(() => {
    if (draft.trim() === value) return
    const timer = setTimeout(() => onChange(draft.trim()), 250)
    return () => clearTimeout(timer)
  })
  return (
    <Input
      type="search"
      autoComplete="off"
      aria-label={label}
      placeholder={placeholder ?? t('search')}
      className="max-w-64 flex-1 basis-40"
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
    />
  )
}

function Views({ list: listId }: { list: string }) {
  const t = useCommon()
  const views = useSavedViews(listId)
  const [params, setParams] = useSearchParams()
  const [naming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const save = () => {
    const trimmed = name.trim()
    if (trimmed === '') return
    saveView(listId, { name: trimmed, query: params.toString() })
    setNaming(false)
    setName('')
    toast({ text: t('table.view.saved', { name: trimmed }), undo: () => deleteView(listId, trimmed) })
  }
  if (naming) {
    return (
      <form
        className="flex items-center gap-1"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Input
          aria-label={t('table.view.name')}
          placeholder={t('table.view.name')}
          value={name}
          maxLength={60}
          className="w-40"
          ref={(element) => element?.focus()}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setNaming(false)
          }}
        />
        <Button type="submit">{t('save')}</Button>
        <Button variant="ghost" size="icon" aria-label={t('cancel')} onClick={() => setNaming(false)}>
          <X className="size-4" aria-hidden="true" />
        </Button>
      </form>
    )
  }
  return (
    <Menu aria-label={t('table.views')} trigger={<Bookmark className="size-4" aria-hidden="true" />}>
      {() => (
        <>
          <MenuLabel>{t('table.views')}</MenuLabel>
          {views.length === 0 && <p className="max-w-60 px-2 py-1 text-xs text-muted">{t('table.view.none')}</p>}
          {views.map((view) => (
            <MenuItem key={view.name} onSelect={() => setParams(new URLSearchParams(view.query))}>
              <span className="min-w-0 flex-1 truncate">{view.name}</span>
            </MenuItem>
          ))}
          <MenuSeparator />
          <MenuItem onSelect={() => setNaming(true)}>{t('table.view.save')}</MenuItem>
          {views.map((view) => (
            <MenuItem
              key={view.name}
              onSelect={() => {
                deleteView(listId, view.name)
                toast({ text: t('table.view.deleted', { name: view.name }), undo: () => saveView(listId, view) })
              }}
            >
              <Trash2 className="size-3.5" aria-hidden="true" />
              {t('table.view.delete', { name: view.name })}
            </MenuItem>
          ))}
        </>
      )}
    </Menu>
  )
}
