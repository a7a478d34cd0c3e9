import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Link } from 'react-router'
import { decisionsOfQuery } from '@/api/decisions'
import type { Workload } from '@/api/types'
import {
  movesQuery,
  rightSizingQuery,
  workloadCostQuery,
  workloadMetricsQuery,
  type MetricRange,
} from '@/api/workload-insight'
import { Amount } from '@/components/domain/amount'
import { OfferLine } from '@/components/domain/offer-line'
import { Card } from '@/components/ui/card'
import { ChartFrame } from '@/components/ui/chart-frame'
import { EmptyState, LoadingLines, QueryView, Skeleton } from '@/components/ui/states'
import { Age, Instant } from '@/components/ui/time'
import { cn } from '@/lib/cn'
import { toneAt } from '@/lib/colours'
import {
  formatBytes,
  formatDay,
  formatFraction,
  formatInstant,
  formatMoney,
  formatNumber,
  formatPercent,
  formatShortDay,
  humanise,
} from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { choice, number, useUrlState } from '@/lib/url-state'
import { useText } from './text'

const TimeSeries = lazy(() => import('@/components/charts/time-series'))
const StackedBars = lazy(() => import('@/components/charts/stacked-bars'))

const metricNames = ['cpu_utilization', 'network_in', 'network_out'] as const
const spans = [1, 6, 24, 168] as const

function unitFormat(unit: string): (value: number) => string {
  if (unit === '%' || unit.toLowerCase() === 'percent') return (value) => formatPercent(value, 0)
  if (/byte/i.test(unit)) return (value) => formatBytes(value)
  return (value) => `${formatNumber(value, 2)}${unit === '' ? '' : ` ${unit}`}`
}

const rowsOf = (range: MetricRange) =>
  range.series.flatMap((series) =>
    series.points.map((point) => ({ instance: series.instance_id, time: point.time, value: point.value ?? null })),
  )

/** How busy it is, what it cost, and whether it has the right size. */
export function InsightCards({ workload }: { workload: Workload }) {
  const t = useText()
  const [{ metric, span }, set] = useUrlState({ metric: choice(metricNames, 'cpu_utilization'), span: number(6) })
  const hours = spans.find((each) => each === span) ?? 6
  const query = useQuery({
    ...workloadMetricsQuery(workload.id, metric, hours),
    refetchInterval: useRefreshInterval(60_000),
  })
  const button = 'h-6 rounded px-2 text-xs font-medium text-muted hover:text-text'
  return (
    <>
      <Card
        title={t('metrics')}
        actions={
          <>
            <div role="group" aria-label={t('metrics')} className="flex rounded-md border p-0.5">
              {metricNames.map((name) => (
                <button
                  key={name}
                  type="button"
                  aria-pressed={metric === name}
                  className={cn(button, metric === name && 'bg-accent-soft text-accent')}
                  onClick={() => set({ metric: name })}
                >
                  {humanise(name)}
                </button>
              ))}
            </div>
            <div role="group" aria-label={t('metrics.span')} className="flex rounded-md border p-0.5">
              {spans.map((each) => (
                <button
                  key={each}
                  type="button"
                  aria-pressed={hours === each}
                  className={cn(button, hours === each && 'bg-accent-soft text-accent')}
                  onClick={() => set({ span: each })}
                >
                  {t('hours', { count: each })}
                </button>
              ))}
            </div>
          </>
        }
      >
        <QueryView
          query={query}
          what={t('metrics.what')}
          compact
          loading={<Skeleton className="h-48 w-full" />}
          isEmpty={(range) => rowsOf(range).every((row) => row.value === null)}
          empty={<EmptyState title={t('metrics.none')}>{t('metrics.none.text')}</EmptyState>}
        >
          {(range) => {
            const format = unitFormat(range.series[0]?.unit ?? '')
            const label = t('metrics.line', { metric: humanise(metric), workload: workload.id, hours })
            return (
              <ChartFrame
                label={label}
                csvName={`${workload.id}-${metric}`}
                rows={rowsOf(range)}
                columns={[
                  { header: t('col.instances'), value: (row) => row.instance },
                  { header: t('timeline'), value: (row) => row.time, cell: (row) => formatInstant(row.time) },
                  {
                    header: humanise(metric),
                    value: (row) => row.value,
                    cell: (row) => (row.value === null ? '—' : format(row.value)),
                    numeric: true,
                  },
                ]}
              >
                <Suspense fallback={<Skeleton className="h-48 w-full" />}>
                  <TimeSeries
                    label={label}
                    zero
                    height={190}
                    format={format}
                    series={range.series.slice(0, 8).map((series, index) => ({
                      id: series.instance_id,
                      label: series.instance_id,
                      tone: toneAt(index),
                      points: series.points.map((point) => ({
                        at: Date.parse(point.time),
                        value: point.value ?? null,
                      })),
                    }))}
                  />
                </Suspense>
              </ChartFrame>
            )
          }}
        </QueryView>
      </Card>
      <CostCard id={workload.id} />
      <RightSizeCard id={workload.id} />
    </>
  )
}

function CostCard({ id }: { id: string }) {
  const t = useText()
  const query = useQuery({ ...workloadCostQuery, refetchInterval: useRefreshInterval(120_000) })
  return (
    <Card title={t('cost')}>
      <QueryView
        query={query}
        what={t('cost.what')}
        compact
        loading={<Skeleton className="h-40 w-full" />}
        isEmpty={(series) => !series.groups.some((group) => group.key === id)}
        empty={<EmptyState title={t('cost.none')}>{t('cost.none.text')}</EmptyState>}
      >
        {(series) => {
          const group = series.groups.find((each) => each.key === id)
          if (group === undefined) return null
          const label = t('cost.days', { workload: id })
          return (
            <ChartFrame
              label={label}
              csvName={`${id}-cost`}
              rows={group.days}
              columns={[
                { header: t('day'), value: (day) => day.day, cell: (day) => formatDay(day.day) },
                {
                  header: t('cost'),
                  value: (day) => day.cost.amount,
                  cell: (day) => <Amount money={day.cost} />,
                  numeric: true,
                },
              ]}
              note={t('cost.total', {
                total: formatMoney(group.total),
                day: formatDay(group.days[0]?.day ?? series.from),
              })}
            >
              <Suspense fallback={<Skeleton className="h-40 w-full" />}>
                <StackedBars
                  label={label}
                  height={150}
                  format={(value) => formatMoney({ amount: String(value), currency: group.total.currency })}
                  stacks={[{ id: 'cost', label: t('cost'), tone: 0 }]}
                  bars={group.days.map((day) => ({
                    key: day.day,
                    label: formatShortDay(day.day, 'UTC'),
                    values: { cost: Number(day.cost.amount) },
                  }))}
                />
              </Suspense>
            </ChartFrame>
          )
        }}
      </QueryView>
    </Card>
  )
}

function RightSizeCard({ id }: { id: string }) {
  const t = useText()
  const query = useQuery(rightSizingQuery(id))
  // What never ran has no size to speak of: the service refuses, and there is nothing to show.
  if (query.data === undefined) return null
  const { fit, measured_hours: hours, cpu_peak95: peak, needed_cores: cores } = query.data
  const shownPeak = peak === null || peak === undefined ? '—' : formatFraction(peak > 1 ? peak / 100 : peak)
  return (
    <Card title={t('rightsizing')}>
      <p className="text-[13px]">
        {fit === 'unknown'
          ? t('rightsizing.unknown')
          : t(`rightsizing.${fit}`, { hours, peak: shownPeak, cores: cores ?? 0 })}
      </p>
    </Card>
  )
}

/** Where it has been placed, and what its moves brought. */
export function MovesCard({ id }: { id: string }) {
  const t = useText()
  const moves = useQuery(movesQuery(id))
  const decisions = useQuery(decisionsOfQuery(id))
  const account = moves.data?.items[0]
  return (
    <Card title={t('moves')}>
      <QueryView query={decisions} what={t('moves.what')} compact loading={<LoadingLines />}>
        {(page) =>
          page.items.length < 2 && (account === undefined || account.moves === 0) ? (
            <EmptyState title={t('moves.none')}>{t('moves.none.text')}</EmptyState>
          ) : (
            <>
              {account !== undefined && account.moves > 0 && (
                <p className="mb-3 text-[13px]">
                  {t('moves.account', {
                    count: account.moves,
                    saved: formatMoney(account.saved),
                    spent: formatMoney(account.spent),
                  })}
                </p>
              )}
              <h3 className="mb-1.5 text-xs font-medium text-muted">{t('moves.decisions')}</h3>
              <ol className="space-y-2">
                {page.items.slice(0, 8).map((decision) => (
                  <li key={decision.id} className="text-xs">
                    <Link
                      to={`/workloads/${encodeURIComponent(id)}/decision?id=${decision.id}`}
                      className="text-accent underline-offset-2 hover:underline"
                    >
                      <Instant instant={decision.decided_at} />
                    </Link>
                    <span className="mt-0.5 block">
                      {decision.offer === null ? humanise(decision.outcome) : <OfferLine offer={decision.offer} />}
                    </span>
                  </li>
                ))}
              </ol>
              {account?.departures.map((departure) => (
                <p key={`${departure.at} ${departure.offer_id}`} className="mt-1 text-xs text-muted">
                  {t('moves.from', { offer: departure.offer_id })} <Age instant={departure.at} />
                </p>
              ))}
            </>
          )
        }
      </QueryView>
    </Card>
  )
}
