import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { forecastQuery } from '@/api/costs'
import { useDomain } from '@/components/domain/text'
import { Card } from '@/components/ui/card'
import { ChartFrame } from '@/components/ui/chart-frame'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { formatDay, formatInstant } from '@/lib/format'
import { formatUnit } from '@/lib/ops-format'
import { bandPoints, bandSeries } from '@/lib/forecast'
import { useText } from './text'

const TimeSeries = lazy(() => import('@/components/charts/time-series'))

/** What all teams together are expected to cost by day, with how sure that is. */
export function ForecastCard() {
  const t = useText()
  const ops = useDomain()
  const query = useQuery(forecastQuery('cost/total', 'P14D'))
  return (
    <Card title={t('forecast')}>
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
              label={t('forecast')}
              csvName="cost-forecast"
              rows={bandPoints(forecast)}
              note={t('forecast.note', { model: forecast.model ?? '–', at: formatInstant(forecast.made_at) })}
              columns={[
                { header: ops('day'), value: (row) => row.time, cell: (row) => formatDay(row.time) },
                {
                  header: ops('expected'),
                  numeric: true,
                  value: (row) => row.value,
                  cell: (row) => formatUnit(row.value, forecast.unit),
                },
                {
                  header: ops('within80'),
                  numeric: true,
                  value: (row) => `${row.low80} – ${row.high80}`,
                  cell: (row) => `${formatUnit(row.low80, forecast.unit)} – ${formatUnit(row.high80, forecast.unit)}`,
                },
                {
                  header: ops('within95'),
                  numeric: true,
                  value: (row) => `${row.low95} – ${row.high95}`,
                  cell: (row) => `${formatUnit(row.low95, forecast.unit)} – ${formatUnit(row.high95, forecast.unit)}`,
                },
              ]}
            >
              <Suspense fallback={<LoadingLines lines={8} />}>
                <TimeSeries
                  label={t('forecast.label')}
                  zero
                  series={bandSeries(bandPoints(forecast), `${ops('expected')} (${ops('within80')})`)}
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
