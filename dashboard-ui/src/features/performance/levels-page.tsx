import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { alertRulesQuery, alertsQuery, type Alert, type AlertRule } from '@/api/incidents'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { formatNumber, humanise } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { PerformanceLayout } from './performance-layout'
import { useText } from './text'

/** What is promised of services, and how fast their error budgets burn. */
export function LevelsPage() {
  const t = useText()
  const rules = useQuery({ ...alertRulesQuery, refetchInterval: useRefreshInterval(30_000) })
  const levels = rules.data?.items.filter((rule) => rule.kind === 'slo') ?? []
  const columns: RecordColumn<AlertRule>[] = [
    {
      id: 'name',
      header: t('level.name'),
      value: (row) => row.name,
      cell: (row) => <code className="text-xs font-medium">{row.name}</code>,
    },
    {
      id: 'summary',
      header: t('level.summary'),
      value: (row) => row.summary,
      className: 'min-w-64',
      cell: (row) => <span lang="en">{row.summary}</span>,
    },
    {
      id: 'state',
      header: t('level.state'),
      value: (row) => row.active,
      cell: (row) =>
        row.series === null || row.series === 0 ? (
          <Badge>{t('level.unknown')}</Badge>
        ) : (row.active ?? 0) > 0 ? (
          <Badge tone="bad">{t('level.burning')}</Badge>
        ) : (
          <Badge tone="good">{t('level.kept')}</Badge>
        ),
    },
  ]
  return (
    <PerformanceLayout>
      <div className="grid gap-4">
        <Card title={t('levels')} flush>
          <QueryView
            query={rules}
            what={t('levels')}
            loading={
              <div className="p-4">
                <LoadingLines lines={4} />
              </div>
            }
            isEmpty={() => levels.length === 0}
            empty={<EmptyState title={t('levels.none')}>{t('levels.none.hint')}</EmptyState>}
          >
            {() => (
              <RecordTable
                label={t('levels')}
                rows={levels}
                columns={columns}
                rowId={(row) => row.name}
                csvName="service-levels"
              />
            )}
          </QueryView>
        </Card>
        {levels.length > 0 && <Burns rules={levels.map((level) => level.name)} />}
      </div>
    </PerformanceLayout>
  )
}

function Burns({ rules }: { rules: string[] }) {
  const t = useText()
  const query = useInfiniteQuery({ ...alertsQuery({}), refetchInterval: useRefreshInterval(30_000) })
  const rows = (query.data?.pages.flatMap((page) => page.items) ?? []).filter((alert) => rules.includes(alert.rule))
  const columns: RecordColumn<Alert>[] = [
    {
      id: 'state',
      header: t('level.state'),
      value: (row) => row.state,
      cell: (row) => <Badge tone={row.state === 'resolved' ? 'good' : 'bad'}>{humanise(row.state)}</Badge>,
    },
    {
      id: 'rule',
      header: t('level.name'),
      value: (row) => row.rule,
      cell: (row) => <code className="text-xs">{row.rule}</code>,
    },
    {
      id: 'burn',
      header: t('level.burn'),
      numeric: true,
      value: (row) => row.value,
      cell: (row) => (row.value === null ? '–' : `${formatNumber(row.value, 1)}×`),
    },
    {
      id: 'summary',
      header: t('level.summary'),
      value: (row) => row.summary,
      className: 'min-w-64',
      cell: (row) =>
        row.incident_id === null ? (
          <span lang="en">{row.summary}</span>
        ) : (
          <Link
            lang="en"
            to={`/incidents/${row.incident_id}`}
            className="text-accent underline-offset-2 hover:underline"
          >
            {row.summary}
          </Link>
        ),
    },
    {
      id: 'since',
      header: t('level.since'),
      value: (row) => row.firing_at ?? row.pending_at,
      cell: (row) => <Age instant={row.firing_at ?? row.pending_at} />,
    },
  ]
  return (
    <Card title={t('level.alerts')} flush>
      <QueryView
        query={query}
        what={t('level.alerts')}
        isEmpty={() => rows.length === 0}
        empty={<EmptyState title={t('level.alerts.empty')} />}
      >
        {() => (
          <RecordTable
            label={t('level.alerts')}
            rows={rows}
            columns={columns}
            rowId={(row) => row.id}
            csvName="burn-alerts"
            sortParam="sort-burns"
          />
        )}
      </QueryView>
    </Card>
  )
}
