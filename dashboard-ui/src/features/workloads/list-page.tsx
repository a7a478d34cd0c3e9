import { useInfiniteQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Download, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { canSubmit, useUser } from '@/api/session'
import { workloadStates, type Workload } from '@/api/types'
import { workloadPage, workloadsQuery, type WorkloadFilters } from '@/api/workloads'
import { WorkloadStateBadge } from '@/components/domain/labels'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field, Input, Select } from '@/components/ui/field'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, ErrorState, LoadingLines, QueryView } from '@/components/ui/states'
import { TableFrame, Td, Th } from '@/components/ui/table'
import { Age } from '@/components/ui/time'
import { download, toCsv } from '@/lib/csv'
import { formatNumber, humanise } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { asProblemError } from '@/lib/problem'
import { csvColumns, isSortKey, parseSort, sortWorkloads, type SortKey } from './list-model'

const filterNames = ['state', 'team', 'environment', 'kind', 'q'] as const
/** At most this many pages of 200 go into one export. */
const exportPages = 50

export function WorkloadListPage() {
  const user = useUser()
  const [params, setParams] = useSearchParams()
  const filters: WorkloadFilters = {}
  for (const name of filterNames) {
    const value = params.get(name)
    if (value) filters[name] = value
  }
  const filtered = Object.keys(filters).length > 0
  const sort = parseSort(params.get('sort'))
  const query = useInfiniteQuery({ ...workloadsQuery(filters), refetchInterval: useRefreshInterval(60_000) })
  const [exporting, setExporting] = useState<string | null>(null)
  const [exportError, setExportError] = useState<unknown>(null)

  const set = (name: string, value: string) =>
    setParams(
      (present) => {
        const next = new URLSearchParams(present)
        if (value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true, preventScrollReset: true },
    )

  const exportAll = async () => {
    setExportError(null)
    try {
      const rows: Workload[] = []
      let cursor: string | null = null
      for (let page = 0; page < exportPages; page++) {
        setExporting(`${rows.length} rows…`)
        const answer = await workloadPage(filters, cursor, 200)
        rows.push(...answer.items)
        cursor = answer.next
        if (cursor === null) break
      }
      download('workloads.csv', toCsv(sortWorkloads(rows, sort), csvColumns))
      if (cursor !== null) {
        setExportError(
          new Error(`Only the first ${rows.length} workloads are in the file: narrow the filter to get the others.`),
        )
      }
    } catch (error) {
      setExportError(error)
    } finally {
      setExporting(null)
    }
  }

  const header = (key: SortKey, label: string, numeric = false) => {
    const active = sort.key === key
    const Icon = sort.descending ? ArrowDown : ArrowUp
    return (
      <Th numeric={numeric} sort={active ? (sort.descending ? 'descending' : 'ascending') : 'none'}>
        <button
          type="button"
          className="inline-flex items-center gap-1 hover:text-text"
          onClick={() => {
            if (isSortKey(key)) set('sort', active && sort.descending ? key : `-${key}`)
          }}
        >
          {label}
          {active && <Icon className="size-3" aria-hidden="true" />}
        </button>
      </Th>
    )
  }

  return (
    <>
      <PageHeader
        title="Workloads"
        lead="Everything submitted to SWEN, where it stands and what it needs."
        actions={
          <>
            <Button onClick={() => void exportAll()} disabled={exporting !== null}>
              <Download className="size-4" aria-hidden="true" />
              {exporting ?? 'Export CSV'}
            </Button>
            {canSubmit(user) && (
              <Link to="/workloads/new" className={buttonClass('primary')}>
                <Plus className="size-4" aria-hidden="true" />
                Submit
              </Link>
            )}
          </>
        }
      />
      {exportError !== null && (
        <div className="mb-3">
          <ErrorState error={asProblemError(exportError)} what="The export" verb="is not complete" compact />
        </div>
      )}
      <search className="mb-3 grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-[2fr_repeat(4,1fr)]">
        <Field label="Search" className="max-sm:col-span-2">
          {(control) => (
            <SearchInput
              {...control}
              value={filters.q ?? ''}
              onChange={(value) => set('q', value)}
              placeholder="Name or image"
            />
          )}
        </Field>
        <Field label="State">
          {(control) => (
            <Select {...control} value={filters.state ?? ''} onChange={(event) => set('state', event.target.value)}>
              <option value="">All</option>
              {workloadStates.map((state) => (
                <option key={state} value={state}>
                  {humanise(state)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Kind">
          {(control) => (
            <Select {...control} value={filters.kind ?? ''} onChange={(event) => set('kind', event.target.value)}>
              <option value="">All</option>
              <option value="batch">Batch</option>
              <option value="service">Service</option>
            </Select>
          )}
        </Field>
        <Field label="Environment">
          {(control) => (
            <SearchInput
              {...control}
              value={filters.environment ?? ''}
              onChange={(value) => set('environment', value)}
              placeholder="All"
            />
          )}
        </Field>
        <Field label="Team">
          {(control) => (
            <SearchInput
              {...control}
              value={filters.team ?? ''}
              onChange={(value) => set('team', value)}
              placeholder="All"
            />
          )}
        </Field>
      </search>

      <Card flush>
        <QueryView
          query={query}
          what="Workloads"
          loading={
            <div className="p-4">
              <LoadingLines lines={8} label="Loading workloads" />
            </div>
          }
          isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
          empty={
            filtered ? (
              <EmptyState
                title="No workload fits these filters"
                action={<Button onClick={() => setParams({}, { replace: true })}>Clear the filters</Button>}
              >
                Names and images are searched, the other filters have to match exactly.
              </EmptyState>
            ) : (
              <EmptyState
                title="No workload yet"
                action={
                  canSubmit(user) && (
                    <Link to="/workloads/new" className={buttonClass('primary')}>
                      Submit the first one
                    </Link>
                  )
                }
              >
                A workload is a container with its needs: a training run, a service, a batch. SWEN compares every offer
                of AWS and Alibaba Cloud, decides, and takes the decision through Git to the cloud.
              </EmptyState>
            )
          }
        >
          {(data) => {
            const rows = sortWorkloads(
              data.pages.flatMap((page) => page.items),
              sort,
            )
            return (
              <>
                <TableFrame label="Workloads">
                  <thead>
                    <tr>
                      {header('id', 'Workload')}
                      {header('state', 'State')}
                      {header('team', 'Team')}
                      {header('environment', 'Environment')}
                      {header('kind', 'Kind')}
                      {header('cpu_cores', 'CPU', true)}
                      {header('memory_gb', 'Memory', true)}
                      {header('gpus', 'GPUs', true)}
                      {header('priority', 'Priority')}
                      {header('created_at', 'Submitted')}
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((workload) => (
                      <tr key={workload.id} className="hover:bg-sunken">
                        <Td className="max-w-80">
                          <Link
                            to={`/workloads/${encodeURIComponent(workload.id)}`}
                            className="font-medium text-accent underline-offset-2 hover:underline"
                          >
                            {workload.id}
                          </Link>
                          <div className="truncate text-xs text-muted">{workload.container.image}</div>
                        </Td>
                        <Td>
                          <WorkloadStateBadge state={workload.state} />
                        </Td>
                        <Td>{workload.team}</Td>
                        <Td>{workload.environment}</Td>
                        <Td>{humanise(workload.kind)}</Td>
                        <Td numeric>{formatNumber(workload.cpu_cores)}</Td>
                        <Td numeric>{formatNumber(workload.memory_gb)} GiB</Td>
                        <Td numeric>{workload.gpus}</Td>
                        <Td>{humanise(workload.priority)}</Td>
                        <Td>
                          <Age instant={workload.created_at} />
                        </Td>
                      </tr>
                    ))}
                  </tbody>
                </TableFrame>
                <div className="flex flex-wrap items-center gap-3 px-4 py-2.5 text-xs text-muted">
                  <span className="num" role="status">
                    {rows.length} loaded{query.hasNextPage ? ', sorted among themselves' : ', no more'}
                  </span>
                  {query.hasNextPage && (
                    <Button size="sm" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                      {query.isFetchingNextPage ? 'Loading…' : 'Load more'}
                    </Button>
                  )}
                </div>
              </>
            )
          }}
        </QueryView>
      </Card>
    </>
  )
}

/** Types freely; asks once the typing pauses. */
function SearchInput({
  value,
  onChange,
  ...rest
}: {
  value: string
  onChange: (value: string) => void
  id: string
  placeholder: string
}) {
  const [draft, setDraft] = useState(value)
  const [seen, setSeen] = useState(value)
  if (value !== seen) {
    // The address changed from elsewhere (back button, cleared filters).
    setSeen(value)
    setDraft(value)
  }
  useEffect(() => {
    if (draft.trim() === value) return
    const timer = setTimeout(() => onChange(draft.trim()), 300)
    return () => clearTimeout(timer)
  })
  return (
    <Input
      type="search"
      autoComplete="off"
      {...rest}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
    />
  )
}
