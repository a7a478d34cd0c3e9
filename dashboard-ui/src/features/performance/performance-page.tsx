import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import { instancesQuery, seriesQuery, type RunningInstance, type SeriesAnswer } from '@/api/performance'
import { Amount } from '@/components/domain/amount'
import { FilterSelect } from '@/components/domain/filter-select'
import { ProviderName, SimulatedBadge, StaleBadge } from '@/components/domain/labels'
import { useDomain } from '@/components/domain/text'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ChartFrame } from '@/components/ui/chart-frame'
import { DataTable, type DataColumn } from '@/components/ui/data-table'
import { Field, Input } from '@/components/ui/field'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { domainNow } from '@/lib/clock'
import { formatInstant, formatSpan, humanise } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { durationSeconds, formatUnit } from '@/lib/ops-format'
import { choice, text, useUrlState } from '@/lib/url-state'
import { PerformanceLayout } from './performance-layout'
import {
  acrossWays,
  groupings,
  metricName,
  nameOf,
  questionOf,
  seriesSpans,
  timesOf,
  type Across,
  type SeriesGrouping,
} from './series-model'
import { useText } from './text'

const LinesChart = lazy(() => import('@/components/charts/lines-chart'))

const schema = {
  metric: text('cpu_utilization'),
  span: choice(seriesSpans, '6h'),
  group: choice(groupings, 'region'),
  across: choice(acrossWays, 'avg'),
}

/** How busy what runs is: any series over time, and each instance as it was last seen. */
export function PerformancePage() {
  const t = useText()
  const [state, set] = useUrlState(schema)
  const [wrong, setWrong] = useState(false)
  return (
    <PerformanceLayout>
      <search>
        <form
          key={state.metric}
          className="mb-3 flex flex-wrap items-start gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            const value = new FormData(event.currentTarget).get('metric')
            const metric = typeof value === 'string' ? value.trim() : ''
            setWrong(!metricName.test(metric))
            if (metricName.test(metric)) set({ metric })
          }}
        >
          <Field
            className="w-64"
            label={t('metric')}
            hint={t('metric.hint')}
            error={wrong ? t('metric.error') : undefined}
          >
            {(control) => (
              <>
                <Input
                  {...control}
                  name="metric"
                  list="known-metrics"
                  autoComplete="off"
                  defaultValue={state.metric}
                  maxLength={200}
                />
                <datalist id="known-metrics">
                  {['cpu_utilization', 'network_in', 'network_out'].map((name) => (
                    <option key={name} value={name}>
                      {humanise(name)}
                    </option>
                  ))}
                </datalist>
              </>
            )}
          </Field>
          <FilterSelect
            className="w-36"
            label={t('span')}
            all={false}
            value={state.span}
            options={seriesSpans}
            names={(name) => t(`span.${name}`)}
            onChange={(span) => set({ span: span === '' ? '6h' : span })}
          />
          <FilterSelect
            className="w-36"
            label={t('group')}
            all={false}
            value={state.group}
            options={groupings}
            names={(name) => t(`group.${name}`)}
            onChange={(group) => set({ group: group === '' ? 'region' : group })}
          />
          <FilterSelect
            className="w-32"
            label={t('aggregation')}
            all={false}
            value={state.across}
            options={acrossWays}
            names={(name) => t(`across.${name}`)}
            onChange={(across) => set({ across: across === '' ? 'avg' : across })}
          />
          <Button type="submit" className="mt-5">
            {t('show')}
          </Button>
        </form>
      </search>
      <div className="grid gap-4">
        <Lines metric={state.metric} span={state.span} group={state.group} across={state.across} />
        <Instances />
      </div>
    </PerformanceLayout>
  )
}

function Lines({
  metric,
  span,
  group,
  across,
}: {
  metric: string
  span: (typeof seriesSpans)[number]
  group: SeriesGrouping
  across: Across
}) {
  const t = useText()
  const base = seriesQuery(questionOf(metric, span, group, across, domainNow()), span)
  const query = useQuery({ ...base, refetchInterval: useRefreshInterval(60_000) })
  const title = t('chart', { name: humanise(metric), group: t(`group.${group}`) })
  return (
    <Card
      title={title}
      {...(query.data?.series?.some((row) => row.simulated) === true ? { actions: <SimulatedBadge /> } : {})}
    >
      <QueryView
        query={query}
        what={t('chart.what')}
        loading={<LoadingLines lines={8} />}
        isEmpty={(answer) => (answer.series ?? []).every((row) => row.values.every((value) => value === null))}
        empty={<EmptyState title={t('chart.empty')}>{t('chart.empty.hint')}</EmptyState>}
      >
        {(answer) => <LinesChartWithTable answer={answer} title={title} group={group} across={across} />}
      </QueryView>
    </Card>
  )
}

function LinesChartWithTable({
  answer,
  title,
  group,
  across,
}: {
  answer: SeriesAnswer
  title: string
  group: SeriesGrouping
  across: Across
}) {
  const t = useText()
  const domain = useDomain()
  // A line without a value in the period would only be a name.
  const rows = (answer.series ?? []).filter((row) => row.values.some((value) => value !== null))
  const times = timesOf(answer, rows[0]?.values.length ?? 0)
  const unit = rows[0]?.unit ?? ''
  const stale = rows.filter((row) => row.stale).length
  const lines = rows.map((row) => ({ name: nameOf(row, group, t('group.none')), values: row.values }))
  const seconds = durationSeconds(answer.step)
  return (
    <ChartFrame
      label={title}
      csvName="series"
      rows={times.map((at, index) => ({ at, index }))}
      columns={[
        {
          header: domain('time'),
          value: (row) => new Date(row.at).toISOString(),
          cell: (row) => formatInstant(new Date(row.at).toISOString(), 'UTC'),
        },
        ...lines.map((line) => ({
          header: unit === '' ? line.name : `${line.name} (${unit})`,
          numeric: true,
          value: (row: { index: number }) => line.values[row.index] ?? null,
          cell: (row: { index: number }) => {
            const value = line.values[row.index] ?? null
            return value === null ? '–' : formatUnit(value, unit)
          },
        })),
      ]}
      note={
        <span>
          {t('chart.note', {
            aggregation: t(`across.${group === 'instance_id' ? 'avg' : across}`),
            step: seconds === null ? answer.step : formatSpan(seconds),
            resolution: humanise(answer.resolution),
          })}
          {answer.truncated && ` ${t('chart.cut')}`}
          {stale > 0 && (
            <>
              {' '}
              <StaleBadge why={t('series.stale', { count: stale })} />
            </>
          )}
        </span>
      }
    >
      <Suspense fallback={<LoadingLines lines={8} />}>
        <LinesChart
          times={times}
          series={lines}
          unit={unit}
          days={times.length > 1 && (times.at(-1) ?? 0) - (times[0] ?? 0) > 2 * 86_400_000}
          label={t('chart.label', { name: title, group: t(`group.${group}`), count: lines.length })}
        />
      </Suspense>
    </ChartFrame>
  )
}

const metricOf = (row: RunningInstance, name: string) => row.metrics.find((metric) => metric.name === name)

function Measured({ row, name }: { row: RunningInstance; name: string }) {
  const metric = metricOf(row, name)
  if (metric === undefined) return '–'
  return (
    <span className="inline-flex items-center gap-1" title={formatInstant(metric.observed_at)}>
      {metric.stale && <StaleBadge />}
      {formatUnit(metric.value, metric.unit)}
    </span>
  )
}

function Instances() {
  const t = useText()
  const query = useInfiniteQuery({ ...instancesQuery({}), refetchInterval: useRefreshInterval(60_000) })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const measured = (id: 'cpu' | 'in' | 'out', name: string): DataColumn<RunningInstance> => ({
    id,
    header: t(`instance.${id}`),
    width: 100,
    numeric: true,
    hidden: id !== 'cpu',
    value: (row) => metricOf(row, name)?.value ?? null,
    cell: (row) => <Measured row={row} name={name} />,
  })
  const columns: DataColumn<RunningInstance>[] = [
    {
      id: 'instance',
      header: t('instance'),
      width: 185,
      value: (row) => row.instance_id,
      cell: (row) => <code className="text-xs">{row.instance_id}</code>,
    },
    {
      id: 'workload',
      header: t('instance.workload'),
      width: 140,
      grow: true,
      value: (row) => row.workload,
      cell: (row) =>
        row.workload === null ? (
          '–'
        ) : (
          <Link
            to={`/workloads/${encodeURIComponent(row.workload)}`}
            className="text-accent underline-offset-2 hover:underline"
          >
            {row.workload}
          </Link>
        ),
    },
    {
      id: 'provider',
      header: t('group.provider'),
      width: 125,
      filter: true,
      value: (row) => row.provider,
      cell: (row) => <ProviderName provider={row.provider} />,
    },
    { id: 'place', header: t('instance.place'), width: 175, filter: true, value: (row) => row.zone },
    { id: 'type', header: t('instance.type'), width: 150, filter: true, value: (row) => row.instance_type },
    {
      id: 'option',
      header: t('instance.option'),
      width: 95,
      filter: true,
      value: (row) => row.purchase_option,
      cell: (row) => humanise(row.purchase_option),
    },
    {
      id: 'state',
      header: t('instance.state'),
      width: 95,
      filter: true,
      value: (row) => row.state,
      cell: (row) => <Badge tone={row.state === 'running' ? 'good' : 'neutral'}>{humanise(row.state)}</Badge>,
    },
    measured('cpu', 'cpu_utilization'),
    measured('in', 'network_in'),
    measured('out', 'network_out'),
    {
      id: 'price',
      header: t('instance.price'),
      width: 135,
      numeric: true,
      value: (row) => (row.price === null ? null : Number(row.price.amount)),
      cell: (row) => (row.price === null ? '–' : <Amount money={row.price} unit="h" />),
    },
    {
      id: 'launched',
      header: t('instance.launched'),
      width: 120,
      hidden: true,
      value: (row) => row.launched_at,
      cell: (row) => <Age instant={row.launched_at} />,
    },
    {
      id: 'seen',
      header: t('instance.seen'),
      width: 120,
      hidden: true,
      value: (row) => row.last_seen_at,
      cell: (row) => <Age instant={row.last_seen_at} />,
    },
  ]
  return (
    <Card title={t('instances')} flush>
      <QueryView
        query={query}
        what={t('instances')}
        loading={
          <div className="p-4">
            <LoadingLines lines={6} />
          </div>
        }
      >
        {() => (
          <DataTable
            id="instances"
            label={t('instances')}
            rows={rows}
            rowKey={(row) => row.instance_id}
            columns={columns}
            empty={<EmptyState title={t('instances.empty')}>{t('instances.empty.hint')}</EmptyState>}
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
