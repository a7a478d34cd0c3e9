import { useQuery } from '@tanstack/react-query'
import { alertRulesQuery, type AlertRule } from '@/api/incidents'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { formatNumber, formatSpan } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { durationSeconds } from '@/lib/ops-format'
import { IncidentsLayout } from './incidents-layout'
import { SeverityBadge } from './labels'
import { useText } from './text'

const kinds = ['threshold', 'absence', 'staleness', 'anomaly', 'budget', 'slo', 'told'] as const

/** What is watched for, and how the last look went. */
export function RulesPage() {
  const t = useText()
  const query = useQuery({ ...alertRulesQuery, refetchInterval: useRefreshInterval(30_000) })
  const columns: RecordColumn<AlertRule>[] = [
    {
      id: 'name',
      header: t('rule.name'),
      value: (row) => row.name,
      cell: (row) => <code className="text-xs font-medium">{row.name}</code>,
    },
    {
      id: 'severity',
      header: t('severity'),
      value: (row) => row.severity,
      cell: (row) => <SeverityBadge severity={row.severity} />,
    },
    {
      id: 'kind',
      header: t('rule.kind'),
      value: (row) => row.kind,
      cell: (row) => {
        const known = kinds.find((each) => each === row.kind)
        return known === undefined ? row.kind : t(`kind.${known}`)
      },
    },
    {
      id: 'summary',
      header: t('rule.summary'),
      value: (row) => row.summary,
      className: 'min-w-64',
      cell: (row) => <span lang="en">{row.summary}</span>,
    },
    {
      id: 'for',
      header: t('rule.for'),
      numeric: true,
      value: (row) => durationSeconds(row.hold_for),
      cell: (row) => formatSpan(durationSeconds(row.hold_for) ?? 0),
    },
    {
      id: 'active',
      header: t('rule.active'),
      numeric: true,
      value: (row) => row.active,
      cell: (row) => (row.active === null ? '–' : formatNumber(row.active)),
    },
    {
      id: 'series',
      header: t('rule.series'),
      numeric: true,
      value: (row) => row.series,
      cell: (row) => (row.series === null ? '–' : formatNumber(row.series)),
    },
    {
      id: 'evaluated',
      header: t('rule.evaluated'),
      value: (row) => row.evaluated_at,
      cell: (row) => (
        <>
          {row.evaluated_at === null ? t('never') : <Age instant={row.evaluated_at} />}
          {row.error !== null && (
            <span className="block">
              <Badge tone="bad">{t('rule.error')}</Badge>{' '}
              <span lang="en" className="text-xs">
                {row.error}
              </span>
            </span>
          )}
        </>
      ),
    },
    { id: 'origin', header: t('rule.origin'), value: (row) => row.origin, cell: (row) => row.origin },
  ]
  return (
    <IncidentsLayout>
      <Card flush>
        <QueryView
          query={query}
          what={t('rules')}
          loading={
            <div className="p-4">
              <LoadingLines lines={8} />
            </div>
          }
          isEmpty={(data) => data.items.length === 0}
          empty={<EmptyState title={t('rules.empty')} />}
        >
          {(data) => (
            <RecordTable
              label={t('rules')}
              rows={data.items}
              columns={columns}
              rowId={(row) => row.name}
              csvName="alert-rules"
            />
          )}
        </QueryView>
      </Card>
    </IncidentsLayout>
  )
}
