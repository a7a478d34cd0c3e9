import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { calibrationQuery, outcomesQuery, type CalibrationReport, type Outcome } from '@/api/models'
import { Amount } from '@/components/domain/amount'
import { SimulatedBadge } from '@/components/domain/labels'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { Card, Stat } from '@/components/ui/card'
import { DataTable, type DataColumn } from '@/components/ui/data-table'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { cn } from '@/lib/cn'
import {
  formatFraction,
  formatHours,
  formatMoney,
  formatNumber,
  formatPercent,
  formatSpan,
  humanise,
} from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { ModelsLayout } from './models-layout'
import { useText } from './text'

const usd = (amount: string) => ({ amount, currency: 'USD' })

/** Whether what was said of placements came true. */
export function CalibrationPage() {
  const t = useText()
  const query = useQuery({ ...calibrationQuery, refetchInterval: useRefreshInterval(60_000) })
  return (
    <ModelsLayout>
      <div className="grid gap-4">
        <QueryView
          query={query}
          what={t('calibration.what')}
          loading={
            <Card>
              <LoadingLines lines={8} />
            </Card>
          }
          isEmpty={(report) => report.outcomes === 0}
          empty={
            <Card>
              <EmptyState title={t('calibration.none')}>{t('calibration.none.hint')}</EmptyState>
            </Card>
          }
        >
          {(report) => (
            <div className="grid gap-4">
              <Interruptions report={report} />
              <Costs report={report} />
            </div>
          )}
        </QueryView>
        <Outcomes />
      </div>
    </ModelsLayout>
  )
}

/** Where the realised value lies on a line from 0 to the most there may be, with a mark for the predicted one. */
function Beside({ predicted, seen, most, label }: { predicted: number; seen: number; most: number; label: string }) {
  const at = (value: number) => `${(value / (most || 1)) * 100}%`
  return (
    <span role="img" aria-label={label} className="relative mt-1.5 block h-2.5 min-w-28 rounded-full bg-sunken">
      <span className="absolute inset-y-0 left-0 rounded-full bg-accent" style={{ width: at(seen) }} />
      <span className="absolute -inset-y-0.5 w-0.5 bg-text" style={{ left: at(predicted) }} />
    </span>
  )
}

function Interruptions({ report }: { report: CalibrationReport }) {
  const t = useText()
  const { interruptions } = report
  type Bin = (typeof interruptions.curve)[number]
  const most = Math.max(0, ...interruptions.curve.map((each) => Math.max(each.to, each.observed)))
  const percent = (value: number | null) => (value === null ? '–' : formatFraction(value, 1))
  const columns: RecordColumn<Bin>[] = [
    {
      id: 'bin',
      header: t('interruptions.bin'),
      value: (row) => row.from,
      cell: (row) => `${formatFraction(row.from)} – ${formatFraction(row.to)}`,
    },
    {
      id: 'predicted',
      header: t('interruptions.predicted'),
      numeric: true,
      value: (row) => row.predicted,
      cell: (row) => percent(row.predicted),
    },
    {
      id: 'observed',
      header: t('interruptions.observed'),
      numeric: true,
      value: (row) => row.observed,
      cell: (row) => percent(row.observed),
    },
    {
      id: 'picture',
      header: t('calibration'),
      cell: (row) => (
        <Beside
          predicted={row.predicted}
          seen={row.observed}
          most={most}
          label={`${percent(row.predicted)} → ${percent(row.observed)}`}
        />
      ),
    },
    {
      id: 'interval',
      header: t('interruptions.interval'),
      numeric: true,
      value: (row) => `${row.low} – ${row.high}`,
      cell: (row) => `${percent(row.low)} – ${percent(row.high)}`,
    },
    {
      id: 'count',
      header: t('interruptions.count'),
      numeric: true,
      value: (row) => row.count,
      cell: (row) => formatNumber(row.count),
    },
  ]
  return (
    <Card title={t('interruptions')} note={t('calibration.lead', { count: report.outcomes })} flush>
      <div className="grid grid-cols-2 gap-4 p-4 sm:grid-cols-4">
        <Stat label={t('interruptions.predicted')} value={percent(interruptions.predicted)} />
        <Stat label={t('interruptions.observed')} value={percent(interruptions.observed)} />
        <Stat
          label={t('interruptions.brier')}
          value={interruptions.brier === null ? '–' : formatNumber(interruptions.brier, 4)}
          {...(interruptions.base_rate_brier === null
            ? {}
            : { hint: t('interruptions.brier.hint', { base: formatNumber(interruptions.base_rate_brier, 4) }) })}
        />
        <Stat
          label={t('interruptions.known')}
          value={formatNumber(interruptions.known)}
          hint={t('interruptions.unknown', { count: interruptions.unknown })}
        />
      </div>
      <div className="border-t">
        <RecordTable
          label={t('interruptions.chart')}
          rows={interruptions.curve}
          columns={columns}
          rowId={(row) => String(row.from)}
          csvName="interruption-calibration"
        />
      </div>
    </Card>
  )
}

function Costs({ report }: { report: CalibrationReport }) {
  const t = useText()
  const { costs } = report
  type Group = (typeof costs.curve)[number]
  const columns: RecordColumn<Group>[] = [
    {
      id: 'group',
      header: t('costs.group'),
      value: (row) => Number(row.from_usd),
      className: 'whitespace-nowrap',
      cell: (row) => `${formatMoney(usd(row.from_usd))} – ${formatMoney(usd(row.to_usd))}`,
    },
    ...(['predicted', 'realised'] as const).map((part) => ({
      id: part,
      header: t(`costs.${part}`),
      numeric: true,
      value: (row: Group) => Number(row[`${part}_usd`]),
      cell: (row: Group) => <Amount money={usd(row[`${part}_usd`])} />,
    })),
    {
      id: 'picture',
      header: t('calibration'),
      cell: (row) => (
        <Beside
          predicted={Number(row.predicted_usd)}
          seen={Number(row.realised_usd)}
          // Each row against itself: the costs of a short job and of a long one lie four orders of magnitude apart.
          most={Math.max(Number(row.predicted_usd), Number(row.realised_usd))}
          label={`${formatMoney(usd(row.predicted_usd))} → ${formatMoney(usd(row.realised_usd))}`}
        />
      ),
    },
    {
      id: 'ratio',
      header: t('costs.ratio'),
      numeric: true,
      value: (row) => row.ratio,
      cell: (row) => formatNumber(row.ratio, 2),
    },
    {
      id: 'count',
      header: t('interruptions.count'),
      numeric: true,
      value: (row) => row.count,
      cell: (row) => formatNumber(row.count),
    },
  ]
  return (
    <Card title={t('costs')} note={t('calibration.lead', { count: report.outcomes })} flush>
      <div className="grid grid-cols-2 gap-4 p-4 sm:grid-cols-4">
        <Stat label={t('costs.predicted')} value={<Amount money={usd(costs.predicted_usd)} />} />
        <Stat label={t('costs.realised')} value={<Amount money={usd(costs.realised_usd)} />} />
        <Stat label={t('costs.ratio')} value={costs.ratio === null ? '–' : formatNumber(costs.ratio, 3)} />
        <Stat
          label={t('costs.error')}
          value={costs.mean_absolute_percent === null ? '–' : formatPercent(costs.mean_absolute_percent, 1)}
          hint={t('costs.error.hint')}
        />
      </div>
      <div className="border-t">
        <RecordTable
          label={t('costs.chart')}
          rows={costs.curve}
          columns={columns}
          rowId={(row) => row.from_usd}
          csvName="cost-calibration"
          sortParam="sort-costs"
        />
      </div>
    </Card>
  )
}

function Outcomes() {
  const t = useText()
  const query = useInfiniteQuery({ ...outcomesQuery, refetchInterval: useRefreshInterval(60_000) })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const columns: DataColumn<Outcome>[] = [
    {
      id: 'workload',
      header: t('outcome.workload'),
      width: 150,
      grow: true,
      value: (row) => row.workload_id,
      cell: (row) => (
        <Link
          to={`/workloads/${encodeURIComponent(row.workload_id)}`}
          className="text-accent underline-offset-2 hover:underline"
        >
          {row.workload_id}
        </Link>
      ),
    },
    {
      id: 'ending',
      header: t('outcome.ending'),
      width: 145,
      filter: true,
      value: (row) => row.ending,
      cell: (row) => (
        <span className="inline-flex gap-1">
          <Badge tone={row.ending === 'completed' ? 'good' : row.ending === 'failed' ? 'bad' : 'neutral'}>
            {humanise(row.ending)}
          </Badge>
          {row.simulated && <SimulatedBadge />}
        </span>
      ),
    },
    { id: 'offer', header: t('outcome.offer'), width: 230, value: (row) => row.offer_id },
    {
      id: 'hours',
      header: t('outcome.hours'),
      width: 80,
      numeric: true,
      value: (row) => row.hours_run,
      cell: (row) => formatHours(row.hours_run),
    },
    {
      id: 'queue',
      header: t('outcome.queue'),
      width: 75,
      numeric: true,
      value: (row) => row.queue_seconds,
      cell: (row) => (row.queue_seconds === null ? '–' : formatSpan(row.queue_seconds)),
    },
    ...(['predicted', 'realised'] as const).map((part) => ({
      id: part,
      header: t(`outcome.${part}`),
      width: 115,
      numeric: true,
      value: (row: Outcome) => Number(row[`${part}_cost`].amount),
      cell: (row: Outcome) => <Amount money={row[`${part}_cost`]} />,
    })),
    {
      id: 'ratio',
      header: t('outcome.ratio'),
      width: 70,
      numeric: true,
      value: (row) => row.cost_ratio,
      cell: (row) => (
        <span className={cn(row.cost_ratio !== null && row.cost_ratio > 1.2 && 'text-warn')}>
          {row.cost_ratio === null ? '–' : formatNumber(row.cost_ratio, 2)}
        </span>
      ),
    },
    {
      id: 'interrupted',
      header: t('outcome.interrupted'),
      width: 115,
      filter: true,
      value: (row) => row.interrupted,
      text: (row) => t(row.interrupted ? 'outcome.yes' : 'outcome.no'),
      cell: (row) => t(row.interrupted ? 'outcome.yes' : 'outcome.no'),
    },
    {
      id: 'at',
      header: t('outcome.at'),
      width: 110,
      value: (row) => row.ended_at,
      cell: (row) => <Age instant={row.ended_at} />,
    },
  ]
  return (
    <Card title={t('outcomes')} flush>
      <QueryView
        query={query}
        what={t('outcomes')}
        loading={
          <div className="p-4">
            <LoadingLines lines={6} />
          </div>
        }
      >
        {() => (
          <DataTable
            id="outcomes"
            label={t('outcomes')}
            rows={rows}
            rowKey={(row) => String(row.seq)}
            columns={columns}
            urlPrefix="o-"
            empty={<EmptyState title={t('calibration.none')}>{t('calibration.none.hint')}</EmptyState>}
            more={{
              has: query.hasNextPage,
              loading: query.isFetchingNextPage,
              load: () => void query.fetchNextPage(),
            }}
          />
        )}
      </QueryView>
    </Card>
  )
}
