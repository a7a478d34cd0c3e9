import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { incidentsQuery, incidentStates, severities, type Incident, type IncidentFilters } from '@/api/incidents'
import { FilterSelect } from '@/components/domain/filter-select'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Card } from '@/components/ui/card'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { providerName } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { choice, useUrlState } from '@/lib/url-state'
import { IncidentsLayout } from './incidents-layout'
import { IncidentStateBadge, SeverityBadge } from './labels'
import { useText } from './text'

const providers = ['aws', 'alibaba'] as const
const schema = { state: choice(incidentStates), severity: choice(severities), provider: choice(providers) }

/** What is or was wrong, one line a cause. */
export function IncidentsPage() {
  const t = useText()
  const [state, set] = useUrlState(schema)
  const filters: IncidentFilters = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== ''))
  const query = useInfiniteQuery({ ...incidentsQuery(filters), refetchInterval: useRefreshInterval(30_000) })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const columns: RecordColumn<Incident>[] = [
    {
      id: 'state',
      header: t('state'),
      value: (row) => row.state,
      cell: (row) => <IncidentStateBadge state={row.state} />,
    },
    {
      id: 'severity',
      header: t('severity'),
      value: (row) => severities.indexOf(row.severity),
      cell: (row) => <SeverityBadge severity={row.severity} />,
    },
    {
      id: 'title',
      header: t('incident.title'),
      value: (row) => row.title,
      className: 'min-w-64',
      cell: (row) => (
        <Link
          lang="en"
          to={`/incidents/${row.id}`}
          className="font-medium text-accent underline-offset-2 hover:underline"
        >
          {row.title}
        </Link>
      ),
    },
    {
      id: 'scope',
      header: t('incident.scope'),
      value: (row) => row.scope,
      cell: (row) => <code className="text-xs">{row.scope}</code>,
    },
    {
      id: 'assignee',
      header: t('incident.assignee'),
      value: (row) => row.assignee,
      cell: (row) => row.assignee ?? <span className="text-muted">{t('incident.nobody')}</span>,
    },
    {
      id: 'opened',
      header: t('incident.opened'),
      value: (row) => row.opened_at,
      cell: (row) => <Age instant={row.opened_at} />,
    },
    {
      id: 'resolved',
      header: t('incident.resolved'),
      value: (row) => row.resolved_at,
      cell: (row) => (row.resolved_at === null ? '–' : <Age instant={row.resolved_at} />),
    },
  ]
  return (
    <IncidentsLayout>
      <search className="mb-3 flex flex-wrap gap-3">
        <FilterSelect
          className="w-40"
          label={t('state')}
          value={state.state}
          options={incidentStates}
          onChange={(next) => set({ state: next })}
        />
        <FilterSelect
          className="w-40"
          label={t('severity')}
          value={state.severity}
          options={severities}
          onChange={(next) => set({ severity: next })}
        />
        <FilterSelect
          className="w-40"
          label={t('provider')}
          value={state.provider}
          options={providers}
          names={providerName}
          onChange={(next) => set({ provider: next })}
        />
      </search>
      <Card flush>
        <QueryView
          query={query}
          what={t('title')}
          loading={
            <div className="p-4">
              <LoadingLines lines={8} />
            </div>
          }
          isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
          empty={<EmptyState title={t('incidents.empty')}>{t('incidents.empty.hint')}</EmptyState>}
        >
          {() => (
            <RecordTable
              label={t('title')}
              rows={rows}
              columns={columns}
              rowId={(row) => row.id}
              csvName="incidents"
              more={query}
            />
          )}
        </QueryView>
      </Card>
    </IncidentsLayout>
  )
}
