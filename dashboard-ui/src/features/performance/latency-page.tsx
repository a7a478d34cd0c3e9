import { useInfiniteQuery } from '@tanstack/react-query'
import { outcomesQuery } from '@/api/models'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Card, Stat } from '@/components/ui/card'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { formatNumber, formatSpan } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { PerformanceLayout } from './performance-layout'
import { latencies, latenciesByZone, type Latencies } from './quantiles'
import { useText } from './text'

/** How long it takes from a decision until what was decided runs. */
export function LatencyPage() {
  const t = useText()
  const query = useInfiniteQuery({ ...outcomesQuery, refetchInterval: useRefreshInterval(60_000) })
  const outcomes = query.data?.pages.flatMap((page) => page.items) ?? []
  const started = outcomes.flatMap((each) => (each.queue_seconds === null ? [] : [each.queue_seconds]))
  const all = latencies(started)
  const columns: RecordColumn<Latencies>[] = [
    {
      id: 'zone',
      header: t('latency.zone'),
      value: (row) => row.zone,
      cell: (row) => <code className="text-xs">{row.zone}</code>,
    },
    {
      id: 'count',
      header: t('latency.count'),
      numeric: true,
      value: (row) => row.count,
      cell: (row) => formatNumber(row.count),
    },
    ...(['median', 'p95', 'longest'] as const).map((id) => ({
      id,
      header: t(id === 'longest' ? 'latency.max' : `latency.${id}`),
      numeric: true,
      value: (row: Latencies) => row[id],
      cell: (row: Latencies) => formatSpan(row[id]),
    })),
  ]
  return (
    <PerformanceLayout>
      <Card title={t('latency')} note={t('latency.lead', { count: outcomes.length })}>
        <QueryView
          query={query}
          what={t('latency.what')}
          loading={<LoadingLines lines={6} />}
          isEmpty={() => started.length === 0}
          empty={<EmptyState title={t('latency.empty')}>{t('latency.empty.hint')}</EmptyState>}
        >
          {() => (
            <>
              <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,10rem),1fr))] gap-4">
                <Stat label={t('latency.median')} value={formatSpan(all.median)} />
                <Stat label={t('latency.p95')} value={formatSpan(all.p95)} />
                <Stat label={t('latency.max')} value={formatSpan(all.longest)} />
                <Stat label={t('latency.count')} value={formatNumber(all.count)} />
              </div>
              <div className="-mx-4 mt-4 -mb-4 border-t">
                <RecordTable
                  label={t('latency.zones')}
                  rows={latenciesByZone(outcomes)}
                  columns={columns}
                  rowId={(row) => row.zone}
                  csvName="start-latency"
                  more={query}
                />
              </div>
            </>
          )}
        </QueryView>
      </Card>
      <p className="mt-3 max-w-prose text-[13px] text-muted">{t('latency.other')}</p>
    </PerformanceLayout>
  )
}
