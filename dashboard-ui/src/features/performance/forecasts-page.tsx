import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { forecastQuery } from '@/api/costs'
import { regionsQuery } from '@/api/offers'
import { accuracyQuery, type Accuracy } from '@/api/performance'
import { FilterSelect } from '@/components/domain/filter-select'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { useDomain } from '@/components/domain/text'
import { Card } from '@/components/ui/card'
import { ChartFrame } from '@/components/ui/chart-frame'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { bandPoints, bandSeries } from '@/lib/forecast'
import { formatFraction, formatInstant, formatNumber } from '@/lib/format'
import { formatUnit } from '@/lib/ops-format'
import { choice, text, useUrlState } from '@/lib/url-state'
import { PerformanceLayout } from './performance-layout'
import { useText } from './text'

const TimeSeries = lazy(() => import('@/components/charts/time-series'))

const horizons = ['P1D', 'P2D', 'P7D', 'P14D'] as const
const schema = { series: text('cost/total'), horizon: choice(horizons, 'P7D') }

/** What is foreseen, how sure that is, and how good it was before. */
export function ForecastsPage() {
  const t = useText()
  const [state, set] = useUrlState(schema)
  const regions = useQuery(regionsQuery)
  const series = ['cost/total', ...(regions.data?.items.map((region) => `demand/region/${region.id}`) ?? [])]
  const name = (each: string) =>
    each === 'cost/total' ? t('forecast.cost.total') : t('forecast.demand', { region: each.split('/')[2] ?? each })
  return (
    <PerformanceLayout>
      <search className="mb-3 flex flex-wrap gap-3">
        <FilterSelect
          className="w-64"
          label={t('forecast.series')}
          all={false}
          value={state.series}
          options={series.includes(state.series) ? series : [state.series, ...series]}
          names={name}
          onChange={(next) => set({ series: next === '' ? 'cost/total' : next })}
        />
        <FilterSelect
          className="w-36"
          label={t('forecast.horizon')}
          all={false}
          value={state.horizon}
          options={horizons}
          names={(each) => t(`forecast.horizon.${each}`)}
          onChange={(next) => set({ horizon: next === '' ? 'P7D' : next })}
        />
      </search>
      <div className="grid gap-4">
        <ForecastCard series={state.series} horizon={state.horizon} title={name(state.series)} />
        <AccuracyCard series={state.series} />
      </div>
    </PerformanceLayout>
  )
}

function ForecastCard({ series, horizon, title }: { series: string; horizon: string; title: string }) {
  const t = useText()
  const domain = useDomain()
  const query = useQuery(forecastQuery(series, horizon))
  return (
    <Card title={`${t('forecast')}: ${title}`}>
      <QueryView query={query} what={t('forecast.what')} loading={<LoadingLines lines={8} />}>
        {(forecast) =>
          forecast.lacking !== null ? (
            <EmptyState title={t('forecast.lacking')}>
              {t.rich('forecast.lacking.hint', {
                known: forecast.lacking.known,
                needed: forecast.lacking.needed,
                reason: <span lang="en">{forecast.lacking.reason}</span>,
              })}
            </EmptyState>
          ) : (
            <ChartFrame
              label={title}
              csvName="forecast"
              rows={bandPoints(forecast)}
              note={
                forecast.mase === null
                  ? t('forecast.note.plain', { model: forecast.model ?? '–', at: formatInstant(forecast.made_at) })
                  : t('forecast.note', {
                      model: forecast.model ?? '–',
                      at: formatInstant(forecast.made_at),
                      mase: formatNumber(forecast.mase, 2),
                    })
              }
              columns={[
                {
                  header: domain('time'),
                  value: (row) => row.time,
                  cell: (row) => formatInstant(row.time, 'UTC'),
                },
                {
                  header: domain('expected'),
                  numeric: true,
                  value: (row) => row.value,
                  cell: (row) => formatUnit(row.value, forecast.unit),
                },
                {
                  header: domain('within80'),
                  numeric: true,
                  value: (row) => `${row.low80} – ${row.high80}`,
                  cell: (row) => `${formatUnit(row.low80, forecast.unit)} – ${formatUnit(row.high80, forecast.unit)}`,
                },
                {
                  header: domain('within95'),
                  numeric: true,
                  value: (row) => `${row.low95} – ${row.high95}`,
                  cell: (row) => `${formatUnit(row.low95, forecast.unit)} – ${formatUnit(row.high95, forecast.unit)}`,
                },
              ]}
            >
              <Suspense fallback={<LoadingLines lines={8} />}>
                <TimeSeries
                  label={title}
                  zero
                  series={bandSeries(bandPoints(forecast), `${domain('expected')} (${domain('within80')})`)}
                  format={(value) => formatUnit(value, forecast.unit)}
                />
              </Suspense>
            </ChartFrame>
          )
        }
      </QueryView>
    </Card>
  )
}

function AccuracyCard({ series }: { series: string }) {
  const t = useText()
  const query = useQuery(accuracyQuery(series))
  const columns: RecordColumn<Accuracy>[] = [
    {
      id: 'made',
      header: t('accuracy.made'),
      value: (row) => row.made_at,
      cell: (row) => <Age instant={row.made_at} />,
    },
    { id: 'model', header: t('accuracy.model'), value: (row) => row.model, cell: (row) => row.model },
    {
      id: 'points',
      header: t('accuracy.points'),
      numeric: true,
      value: (row) => row.points,
      cell: (row) => formatNumber(row.points),
    },
    {
      id: 'error',
      header: t('accuracy.error'),
      numeric: true,
      value: (row) => row.mean_absolute_error,
      cell: (row) => formatNumber(row.mean_absolute_error, 3),
    },
    {
      id: 'relative',
      header: t('accuracy.relative'),
      numeric: true,
      value: (row) => row.relative_error,
      cell: (row) => (row.relative_error === null ? '–' : `${formatNumber(row.relative_error, 2)}×`),
    },
    ...([50, 80, 95] as const).map((part) => ({
      id: `covered${part}`,
      header: t(`accuracy.${part}`),
      numeric: true,
      value: (row: Accuracy) => row[`covered${part}`],
      cell: (row: Accuracy) => formatFraction(row[`covered${part}`]),
    })),
  ]
  return (
    <Card title={t('accuracy')} flush>
      <QueryView
        query={query}
        what={t('accuracy')}
        loading={
          <div className="p-4">
            <LoadingLines lines={4} />
          </div>
        }
        isEmpty={(answer) => answer.items.length === 0}
        empty={<EmptyState title={t('accuracy.none')} />}
      >
        {(answer) => (
          <RecordTable
            label={t('accuracy')}
            rows={answer.items}
            columns={columns}
            rowId={(row) => row.made_at}
            csvName="forecast-accuracy"
          />
        )}
      </QueryView>
    </Card>
  )
}
