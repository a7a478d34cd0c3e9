import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  exportsQuery,
  fetchReport,
  makeReport,
  reportsQuery,
  startExport,
  type DataExport,
  type Report,
} from '@/api/costs'
import { canSubmit, useUser } from '@/api/session'
import { Amount } from '@/components/domain/amount'
import { SimulatedBadge } from '@/components/domain/labels'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field, Input, Select } from '@/components/ui/field'
import { ErrorState, EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { downloadBlob } from '@/lib/download'
import { formatBytes, formatDay, formatNumber, formatPercent, humanise } from '@/lib/format'
import { newKey } from '@/lib/ids'
import { useRefreshInterval } from '@/lib/live/live-context'
import { CostsLayout } from './costs-layout'
import { useText } from './text'

const periods = ['daily', 'weekly', 'monthly'] as const
const exportTones: Record<string, Tone> = { succeeded: 'good', failed: 'bad', running: 'accent' }

const textIn = (form: FormData, name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** Reports of days, weeks and months, and whole days as files for a data lake. */
export function ReportsPage() {
  const user = useUser()
  return (
    <CostsLayout>
      <div className="grid gap-4">
        <Reports />
        {canSubmit(user) && <Exports />}
      </div>
    </CostsLayout>
  )
}

function Reports() {
  const t = useText()
  const may = canSubmit(useUser())
  const query = useInfiniteQuery({ ...reportsQuery, refetchInterval: useRefreshInterval(60_000) })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const fetching = useMutation({
    mutationFn: async ({ report, type }: { report: Report; type: 'text/html' | 'text/csv' }) => {
      const ending = type === 'text/csv' ? 'csv' : 'html'
      downloadBlob(`report-${report.period}-${report.from}.${ending}`, await fetchReport(report.id, type))
    },
  })
  const period = (name: string) => {
    const known = periods.find((each) => each === name)
    return known === undefined ? name : t(`report.${known}`)
  }
  const columns: RecordColumn<Report>[] = [
    {
      id: 'from',
      header: t('report.about'),
      value: (row) => row.from,
      cell: (row) => (
        <span className="whitespace-nowrap">
          {formatDay(row.from)}
          {row.to !== row.from && ` – ${formatDay(row.to)}`}
        </span>
      ),
    },
    { id: 'period', header: t('report.period'), value: (row) => row.period, cell: (row) => period(row.period) },
    {
      id: 'team',
      header: t('report.team'),
      value: (row) => row.team,
      cell: (row) => row.team ?? t('budget.everything'),
    },
    {
      id: 'total',
      header: t('report.total'),
      numeric: true,
      value: (row) => Number(row.total.amount),
      cell: (row) => (
        <>
          <Amount money={row.total} /> {row.simulated && <SimulatedBadge />}
        </>
      ),
    },
    {
      id: 'made',
      header: t('report.made'),
      value: (row) => row.created_at,
      cell: (row) => (
        <>
          <Age instant={row.created_at} />
          <span className="block text-xs text-muted">{t(row.scheduled ? 'report.schedule' : 'report.person')}</span>
        </>
      ),
    },
    {
      id: 'deliveries',
      header: t('report.deliveries'),
      value: (row) => row.deliveries.map((each) => `${each.receiver} ${each.state}`).join('; '),
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          {row.deliveries.length === 0 && '–'}
          {row.deliveries.map((each) => (
            <Badge key={each.id} tone={each.error === null ? 'neutral' : 'bad'}>
              <span {...(each.error === null ? {} : { title: each.error })}>
                {each.receiver}: {humanise(each.state)}
              </span>
            </Badge>
          ))}
        </span>
      ),
    },
    {
      id: 'actions',
      header: '',
      className: 'text-right whitespace-nowrap',
      cell: (row) => (
        <span className="inline-flex gap-2">
          {(['text/html', 'text/csv'] as const).map((type) => (
            <Button
              key={type}
              size="sm"
              disabled={fetching.isPending}
              aria-label={t(type === 'text/csv' ? 'report.csv.of' : 'report.open.of', { from: row.from })}
              onClick={() => fetching.mutate({ report: row, type })}
            >
              {type === 'text/csv' ? t('report.csv') : 'HTML'}
            </Button>
          ))}
        </span>
      ),
    },
  ]
  return (
    <Card title={t('reports')} flush>
      {may && <MakeReport />}
      {fetching.isError && (
        <div className="p-3">
          <ErrorState error={fetching.error} what={t('report.what')} verb={t('report.notFetched')} compact />
        </div>
      )}
      <QueryView
        query={query}
        what={t('reports')}
        loading={
          <div className="p-4">
            <LoadingLines lines={5} />
          </div>
        }
        isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
        empty={<EmptyState title={t('reports.empty')}>{t('reports.empty.hint')}</EmptyState>}
      >
        {() => (
          <RecordTable
            label={t('reports')}
            rows={rows}
            columns={columns}
            rowId={(row) => row.id}
            csvName="reports"
            more={query}
          />
        )}
      </QueryView>
    </Card>
  )
}

function MakeReport() {
  const t = useText()
  const queries = useQueryClient()
  const making = useMutation({
    mutationFn: (asked: { period: string; day: string | null; team: string | null }) => makeReport(asked, newKey()),
    onSuccess: () => queries.invalidateQueries({ queryKey: reportsQuery.queryKey }),
  })
  return (
    <form
      className="grid items-start gap-3 border-b p-4 sm:grid-cols-[repeat(3,minmax(0,12rem))_auto]"
      onSubmit={(event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        const filled = (name: string) => (textIn(form, name) === '' ? null : textIn(form, name))
        making.mutate({ period: textIn(form, 'period'), day: filled('day'), team: filled('team') })
      }}
    >
      <Field label={t('report.period')}>
        {(control) => (
          <Select {...control} name="period">
            {periods.map((each) => (
              <option key={each} value={each}>
                {t(`report.${each}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('report.day')} hint={t('report.day.hint')}>
        {(control) => <Input {...control} name="day" type="date" />}
      </Field>
      <Field label={t('report.team')} hint={t('report.team.hint')}>
        {(control) => <Input {...control} name="team" autoComplete="off" maxLength={63} />}
      </Field>
      <Button type="submit" className="sm:mt-5" disabled={making.isPending}>
        {t(making.isPending ? 'report.making' : 'report.make')}
      </Button>
      {making.isError && (
        <div className="col-span-full">
          <ErrorState error={making.error} what={t('report.what')} verb={t('report.notMade')} compact />
        </div>
      )}
    </form>
  )
}

function Exports() {
  const t = useText()
  const queries = useQueryClient()
  const query = useInfiniteQuery({ ...exportsQuery, refetchInterval: useRefreshInterval(10_000) })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const starting = useMutation({
    mutationFn: (asked: { from?: string; to?: string }) => startExport(asked, newKey()),
    onSuccess: () => queries.invalidateQueries({ queryKey: exportsQuery.queryKey }),
  })
  const columns: RecordColumn<DataExport>[] = [
    {
      id: 'state',
      header: t('export.state'),
      value: (row) => row.state,
      cell: (row) => (
        <>
          <Badge tone={exportTones[row.state] ?? 'neutral'}>
            {row.state === 'queued' ? t('queued') : humanise(row.state)}
          </Badge>
          {row.failure !== null && (
            <span lang="en" className="block text-xs text-bad">
              {row.failure}
            </span>
          )}
        </>
      ),
    },
    {
      id: 'span',
      header: t('export.span'),
      value: (row) => row.from,
      cell: (row) => (
        <span className="whitespace-nowrap">
          {formatDay(row.from)} – {formatDay(row.to)}
        </span>
      ),
    },
    {
      id: 'progress',
      header: t('export.progress'),
      numeric: true,
      value: (row) => row.progress_percent,
      cell: (row) => `${formatPercent(row.progress_percent)} (${row.partitions_done}/${row.partitions})`,
    },
    {
      id: 'rows',
      header: t('export.rows'),
      numeric: true,
      value: (row) => row.rows,
      cell: (row) => formatNumber(row.rows),
    },
    {
      id: 'size',
      header: t('export.size'),
      numeric: true,
      value: (row) => row.bytes,
      cell: (row) => formatBytes(row.bytes),
    },
    {
      id: 'target',
      header: t('export.target'),
      value: (row) => row.target,
      cell: (row) => <code className="text-xs wrap-anywhere">{row.target}</code>,
    },
    {
      id: 'created',
      header: t('export.created'),
      value: (row) => row.created_at,
      cell: (row) => <Age instant={row.created_at} />,
    },
  ]
  return (
    <Card title={t('exports')} note={t('exports.lead')} flush>
      <form
        className="flex flex-wrap items-end gap-3 border-b p-4"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const [from, to] = [textIn(form, 'from'), textIn(form, 'to')]
          starting.mutate({ ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) })
        }}
      >
        <Field label={t('export.from')} className="w-40">
          {(control) => <Input {...control} name="from" type="date" />}
        </Field>
        <Field label={t('export.to')} className="w-40">
          {(control) => <Input {...control} name="to" type="date" />}
        </Field>
        <Button type="submit" disabled={starting.isPending}>
          {t(starting.isPending ? 'export.starting' : 'export.start')}
        </Button>
        {starting.isError && (
          <div className="w-full">
            <ErrorState error={starting.error} what={t('export.what')} verb={t('export.notStarted')} compact />
          </div>
        )}
      </form>
      <QueryView
        query={query}
        what={t('exports')}
        loading={
          <div className="p-4">
            <LoadingLines lines={4} />
          </div>
        }
        isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
        empty={<EmptyState title={t('exports.empty')}>{t('exports.lead')}</EmptyState>}
      >
        {() => (
          <RecordTable
            label={t('exports')}
            rows={rows}
            columns={columns}
            rowId={(row) => row.id}
            csvName="exports"
            sortParam="sort-exports"
            more={query}
          />
        )}
      </QueryView>
    </Card>
  )
}
