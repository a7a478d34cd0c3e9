import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { canSubmit, useUser } from '@/api/session'
import { workloadStates, type Workload } from '@/api/types'
import { actOnWorkload, allWorkloads, workloadsQuery, type WorkloadFilters } from '@/api/workloads'
import { WorkloadStateBadge } from '@/components/domain/labels'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Confirm } from '@/components/ui/confirm'
import { DataTable, SearchBox, type DataColumn } from '@/components/ui/data-table'
import { csvColumnsOf } from '@/components/ui/data-table-model'
import { Select } from '@/components/ui/field'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { download, toCsv } from '@/lib/csv'
import { formatNumber, humanise } from '@/lib/format'
import { newKey } from '@/lib/ids'
import { useRefreshInterval } from '@/lib/live/live-context'
import { asProblemError } from '@/lib/problem'
import type { Text } from '@/lib/i18n'
import { toast } from '@/lib/toast'
import { text, useUrlState } from '@/lib/url-state'
import { forEach, isCancellable, priorityRank } from './list-model'
import { useText } from './text'

function columnsOf(t: Text<typeof useText>): DataColumn<Workload>[] {
  return [
    {
      id: 'id',
      header: t('col.id'),
      value: (row) => row.id,
      grow: true,
      width: 230,
      cell: (row) => (
        <>
          <Link
            to={`/workloads/${encodeURIComponent(row.id)}`}
            className="font-medium text-accent underline-offset-2 hover:underline"
          >
            {row.id}
          </Link>
          <div className="truncate text-xs text-muted">{row.container.image}</div>
        </>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      value: (row) => row.state,
      width: 145,
      cell: (row) => <WorkloadStateBadge state={row.state} />,
    },
    { id: 'team', header: t('team'), value: (row) => row.team, width: 110 },
    { id: 'environment', header: t('environment'), value: (row) => row.environment, width: 110 },
    { id: 'kind', header: t('kind'), value: (row) => row.kind, width: 85, cell: (row) => humanise(row.kind) },
    {
      id: 'cpu_cores',
      header: t('col.cpu'),
      value: (row) => row.cpu_cores,
      numeric: true,
      width: 70,
      cell: (row) => formatNumber(row.cpu_cores),
    },
    {
      id: 'memory_gb',
      header: t('col.memory'),
      value: (row) => row.memory_gb,
      numeric: true,
      width: 90,
      cell: (row) => `${formatNumber(row.memory_gb)} GiB`,
    },
    { id: 'gpus', header: t('col.gpus'), value: (row) => row.gpus, numeric: true, width: 70 },
    {
      id: 'priority',
      header: t('col.priority'),
      value: (row) => priorityRank(row.priority),
      text: (row) => row.priority,
      width: 90,
      cell: (row) => humanise(row.priority),
    },
    {
      id: 'interruptible',
      header: t('col.spot'),
      value: (row) => row.interruptible,
      width: 110,
      hidden: true,
      cell: (row) => t(row.interruptible ? 'yes' : 'no'),
    },
    { id: 'author', header: t('col.author'), value: (row) => row.author.name, hidden: true },
    {
      id: 'updated_at',
      header: t('col.updated'),
      value: (row) => row.updated_at,
      hidden: true,
      cell: (row) => <Age instant={row.updated_at} />,
    },
    {
      id: 'created_at',
      header: t('col.created'),
      value: (row) => row.created_at,
      width: 145,
      cell: (row) => <Age instant={row.created_at} />,
    },
  ]
}

export function WorkloadListPage() {
  const t = useText()
  const user = useUser()
  const [view, set] = useUrlState({ q: text(), state: text(), kind: text(), environment: text(), team: text() })
  const filters: WorkloadFilters = Object.fromEntries(Object.entries(view).filter(([, value]) => value !== ''))
  const filtered = Object.keys(filters).length > 0
  const query = useInfiniteQuery({ ...workloadsQuery(filters), refetchInterval: useRefreshInterval(60_000) })
  const columns = useMemo(() => columnsOf(t), [t])
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])

  const everything = async () => {
    const { items, next } = await allWorkloads(filters)
    if (next !== null) toast({ tone: 'info', text: t('only.first', { count: items.length }) })
    return items
  }

  const clear = () => set({ q: '', state: '', kind: '', environment: '', team: '' })
  const choices = (name: 'state' | 'kind', label: string, options: readonly string[]) => (
    <span className="sm:w-36">
      <Select aria-label={label} value={view[name]} onChange={(event) => set({ [name]: event.target.value })}>
        <option value="">{`${label}: ${t('all')}`}</option>
        {options.map((each) => (
          <option key={each} value={each}>
            {humanise(each)}
          </option>
        ))}
      </Select>
    </span>
  )

  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          canSubmit(user) && (
            <Link to="/workloads/new" className={buttonClass('primary')}>
              <Plus className="size-4" aria-hidden="true" />
              {t('submit')}
            </Link>
          )
        }
      />
      <Card flush>
        <QueryView
          query={query}
          what={t('title')}
          loading={
            <div className="p-4">
              <LoadingLines lines={8} />
            </div>
          }
        >
          {() => (
            <DataTable
              id="workloads"
              label={t('title')}
              rows={rows}
              rowKey={(row) => row.id}
              columns={columns}
              defaultSort="-created_at"
              searchable={false}
              tall
              csvName="workloads"
              exportRows={everything}
              more={{
                has: query.hasNextPage,
                loading: query.isFetchingNextPage,
                load: () => void query.fetchNextPage(),
              }}
              toolbar={
                <search className="grid w-full min-w-0 grid-cols-2 items-end gap-2 sm:flex sm:w-auto sm:flex-1 sm:flex-wrap">
                  <SearchBox
                    label={t('search')}
                    placeholder={t('search.hint')}
                    value={view.q}
                    onChange={(q) => set({ q })}
                  />
                  {choices('state', t('state'), workloadStates)}
                  {choices('kind', t('kind'), ['batch', 'service'])}
                  <span className="flex sm:w-32">
                    <SearchBox
                      label={t('environment')}
                      placeholder={t('environment')}
                      value={view.environment}
                      onChange={(environment) => set({ environment })}
                    />
                  </span>
                  <span className="flex sm:w-32">
                    <SearchBox
                      label={t('team')}
                      placeholder={t('team')}
                      value={view.team}
                      onChange={(team) => set({ team })}
                    />
                  </span>
                </search>
              }
              empty={
                filtered ? (
                  <EmptyState title={t('filtered.none')} action={<Button onClick={clear}>{t('filters.clear')}</Button>}>
                    {t('filtered.none.text')}
                  </EmptyState>
                ) : (
                  <EmptyState
                    title={t('none')}
                    action={
                      canSubmit(user) && (
                        <Link to="/workloads/new" className={buttonClass('primary')}>
                          {t('none.submit')}
                        </Link>
                      )
                    }
                  >
                    {t('none.text')}
                  </EmptyState>
                )
              }
              {...(canSubmit(user)
                ? {
                    selection: (chosen: readonly Workload[], done: () => void) => (
                      <BulkActions chosen={chosen} columns={columns} onDone={done} />
                    ),
                  }
                : {})}
            />
          )}
        </QueryView>
      </Card>
    </>
  )
}

function BulkActions({
  chosen,
  columns,
  onDone,
}: {
  chosen: readonly Workload[]
  columns: readonly DataColumn<Workload>[]
  onDone: () => void
}) {
  const t = useText()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [keys] = useState(() => new Map<string, string>())
  const living = chosen.filter(isCancellable)
  const cancelAll = async () => {
    setBusy(true)
    const result = await forEach(
      living.map((workload) => workload.id),
      (id) => {
        // A second try of the same list is the same intent.
        const key = keys.get(id) ?? newKey()
        keys.set(id, key)
        return actOnWorkload(id, 'cancel', key)
      },
    )
    setBusy(false)
    setOpen(false)
    if (result.done.length > 0) toast({ text: t('bulk.done', { count: result.done.length }) })
    const first = result.failed[0]
    if (first !== undefined) {
      toast({
        tone: 'bad',
        text: t('bulk.failed', { count: result.failed.length }),
        detail: `${first.id}: ${asProblemError(first.error).message}`,
      })
    }
    await queries.invalidateQueries({ queryKey: ['workloads'] })
    onDone()
  }
  return (
    <>
      <Button size="sm" onClick={() => download('workloads.csv', toCsv(chosen, csvColumnsOf(columns)))}>
        {t('bulk.export')}
      </Button>
      <Button size="sm" disabled={living.length === 0} onClick={() => setOpen(true)}>
        {t('bulk.cancel')}
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={t('bulk.title', { count: living.length })}
        description={t('bulk.text')}
        confirm={t('bulk.confirm')}
        danger
        busy={busy}
        onConfirm={() => void cancelAll()}
      >
        <ul className="max-h-48 overflow-y-auto text-[13px]">
          {living.map((workload) => (
            <li key={workload.id} className="truncate py-0.5">
              {workload.id}
            </li>
          ))}
        </ul>
        {chosen.length > living.length && (
          <p className="mt-2 text-xs text-muted">{t('bulk.skip', { count: chosen.length - living.length })}</p>
        )}
      </Confirm>
    </>
  )
}
