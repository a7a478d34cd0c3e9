import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { alertsQuery, alertStates, severities, type Alert, type AlertFilters } from '@/api/incidents'
import { FilterSelect } from '@/components/domain/filter-select'
import { SimulatedBadge } from '@/components/domain/labels'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable, type DataColumn } from '@/components/ui/data-table'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { useRefreshInterval } from '@/lib/live/live-context'
import { choice, useUrlState } from '@/lib/url-state'
import { IncidentsLayout } from './incidents-layout'
import { AlertStateBadge, SeverityBadge } from './labels'
import { useText } from './text'

const schema = { state: choice(alertStates), severity: choice(severities) }

/** Each alert by itself, whatever incident it belongs to. */
export function AlertsPage() {
  const t = useText()
  const [state, set] = useUrlState(schema)
  const filters: AlertFilters = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== ''))
  const query = useInfiniteQuery({ ...alertsQuery(filters), refetchInterval: useRefreshInterval(30_000) })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const columns: DataColumn<Alert>[] = [
    {
      id: 'state',
      header: t('state'),
      width: 120,
      value: (row) => row.state,
      cell: (row) => <AlertStateBadge state={row.state} />,
    },
    {
      id: 'severity',
      header: t('severity'),
      width: 110,
      value: (row) => row.severity,
      cell: (row) => <SeverityBadge severity={row.severity} />,
    },
    { id: 'rule', header: t('alert.rule'), width: 180, filter: true, value: (row) => row.rule },
    {
      id: 'summary',
      header: t('alert.summary'),
      grow: true,
      width: 280,
      value: (row) => row.summary,
      cell: (row) => (
        <span lang="en" title={row.summary}>
          {row.simulated && <SimulatedBadge />} {row.summary}
        </span>
      ),
    },
    { id: 'team', header: t('alert.team'), width: 120, filter: true, value: (row) => row.team },
    {
      id: 'since',
      header: t('alert.since'),
      width: 120,
      value: (row) => row.firing_at ?? row.pending_at,
      cell: (row) => <Age instant={row.firing_at ?? row.pending_at} />,
    },
    {
      id: 'resolved',
      header: t('alert.resolved'),
      width: 120,
      value: (row) => row.resolved_at,
      cell: (row) => (row.resolved_at === null ? '–' : <Age instant={row.resolved_at} />),
    },
    {
      id: 'labels',
      header: t('alert.labels'),
      width: 260,
      hidden: true,
      value: (row) =>
        Object.entries(row.labels)
          .map(([name, value]) => `${name}=${value}`)
          .join(' '),
    },
    {
      id: 'incident',
      header: t('alert.incident'),
      width: 130,
      sortable: false,
      value: (row) => row.incident_id,
      cell: (row) => (
        <span className="inline-flex items-center gap-2">
          {row.incident_id !== null && (
            <Link to={`/incidents/${row.incident_id}`} className="text-accent underline-offset-2 hover:underline">
              {t('alert.open')}
            </Link>
          )}
          {row.silenced_by !== null && <Badge>{t('alert.silenced')}</Badge>}
        </span>
      ),
    },
  ]
  return (
    <IncidentsLayout>
      <Card flush>
        <QueryView
          query={query}
          what={t('alerts')}
          loading={
            <div className="p-4">
              <LoadingLines lines={8} />
            </div>
          }
        >
          {() => (
            <DataTable
              id="alerts"
              label={t('alerts')}
              rows={rows}
              rowKey={(row) => row.id}
              columns={columns}
              empty={<EmptyState title={t('alerts.empty')}>{t('alerts.empty.hint')}</EmptyState>}
              toolbar={
                <>
                  <FilterSelect
                    className="w-36"
                    label={t('state')}
                    value={state.state}
                    options={alertStates}
                    onChange={(next) => set({ state: next })}
                  />
                  <FilterSelect
                    className="w-36"
                    label={t('severity')}
                    value={state.severity}
                    options={severities}
                    onChange={(next) => set({ severity: next })}
                  />
                </>
              }
              more={{
                has: query.hasNextPage,
                loading: query.isFetchingNextPage,
                load: () => void query.fetchNextPage(),
              }}
            />
          )}
        </QueryView>
      </Card>
    </IncidentsLayout>
  )
}
