import { useQuery } from '@tanstack/react-query'
import { anomaliesQuery, type Anomaly } from '@/api/incidents'
import { FilterFlag } from '@/components/domain/filter-flag'
import { SimulatedBadge } from '@/components/domain/labels'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { formatNumber, humanise } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { formatUnit } from '@/lib/ops-format'
import { flag, useUrlState } from '@/lib/url-state'
import { IncidentsLayout } from './incidents-layout'
import { LabelList } from './labels'
import { useText } from './text'

const schema = { open: flag() }

/** What series did that they had not done before. */
export function AnomaliesPage() {
  const t = useText()
  const [state, set] = useUrlState(schema)
  const query = useQuery({ ...anomaliesQuery(state.open), refetchInterval: useRefreshInterval(60_000) })
  const columns: RecordColumn<Anomaly>[] = [
    {
      id: 'kind',
      header: t('anomaly.kind'),
      value: (row) => row.kind,
      cell: (row) => <Badge tone="warn">{humanise(row.kind)}</Badge>,
    },
    {
      id: 'series',
      header: t('anomaly.series'),
      value: (row) => row.name,
      className: 'min-w-44',
      cell: (row) => (
        <>
          <code className="text-xs">{row.name}</code> {row.simulated && <SimulatedBadge />}
          <span className="mt-1 block">
            <LabelList labels={row.labels} />
          </span>
        </>
      ),
    },
    {
      id: 'observed',
      header: t('anomaly.observed'),
      numeric: true,
      value: (row) => row.observed,
      cell: (row) => formatUnit(row.observed, row.unit),
    },
    {
      id: 'expected',
      header: t('anomaly.expected'),
      numeric: true,
      value: (row) => `${row.expected_low} – ${row.expected_high}`,
      cell: (row) => `${formatUnit(row.expected_low, row.unit)} – ${formatUnit(row.expected_high, row.unit)}`,
    },
    {
      id: 'score',
      header: t('anomaly.score'),
      numeric: true,
      value: (row) => row.score,
      cell: (row) => formatNumber(row.score, 2),
    },
    {
      id: 'reason',
      header: t('anomaly.reason'),
      value: (row) => row.reason,
      className: 'min-w-56',
      cell: (row) => <span lang="en">{row.reason}</span>,
    },
    { id: 'at', header: t('anomaly.at'), value: (row) => row.at, cell: (row) => <Age instant={row.at} /> },
    {
      id: 'ended',
      header: t('anomaly.ended'),
      value: (row) => row.ended_at,
      cell: (row) => (row.ended_at === null ? t('anomaly.lasts') : <Age instant={row.ended_at} />),
    },
  ]
  return (
    <IncidentsLayout>
      <FilterFlag label={t('anomaly.open')} checked={state.open} onChange={(open) => set({ open })} />
      <Card flush>
        <QueryView
          query={query}
          what={t('anomalies')}
          loading={
            <div className="p-4">
              <LoadingLines lines={6} />
            </div>
          }
          isEmpty={(page) => page.items.length === 0}
          empty={<EmptyState title={t('anomalies.empty')}>{t('anomalies.empty.hint')}</EmptyState>}
        >
          {(page) => (
            <RecordTable
              label={t('anomalies')}
              rows={page.items}
              columns={columns}
              rowId={(row) => row.id}
              csvName="anomalies"
            />
          )}
        </QueryView>
      </Card>
    </IncidentsLayout>
  )
}
