import { useQuery } from '@tanstack/react-query'
import { memo } from 'react'
import { Link } from 'react-router'
import { pendingQuery } from '@/api/changes'
import { recentDecisionsQuery } from '@/api/decisions'
import { openIncidentsQuery } from '@/api/overview'
import type { WorkloadCounts } from '@/api/types'
import { workloadCountsQuery } from '@/api/workloads'
import { Amount, Told } from '@/components/domain/amount'
import { levelText, WorkloadStateBadge } from '@/components/domain/labels'
import { OfferLine, OfferMarks } from '@/components/domain/offer-line'
import { Badge, type Tone } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { formatFraction, formatNumber, formatPercent, humanise, moneyDelta } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { useText } from './text'

/** So many of each list; the whole one is a click away. */
const most = 5

/** What was decided, what waits and what is wrong. */
function Lists() {
  const t = useText()
  return (
    <div className="grid items-start gap-4 lg:grid-cols-3">
      <Card title={t('decisions')} className="lg:col-span-2" flush>
        <RecentDecisions />
      </Card>
      <div className="space-y-4">
        <Card title={t('states')} flush>
          <Queue />
        </Card>
        <Card title={t('pending')} flush>
          <Pending />
        </Card>
        <Card title={t('incidents')} flush>
          <Incidents />
        </Card>
      </div>
    </div>
  )
}

export default memo(Lists)

function Queue() {
  const t = useText()
  const counts = useQuery({ ...workloadCountsQuery, refetchInterval: useRefreshInterval(60_000) })
  return (
    <QueryView
      query={counts}
      what={t('workloads')}
      compact
      loading={<Waiting />}
      isEmpty={({ total }) => total === 0}
      empty={<EmptyState title={t('workloads.none')}>{t('workloads.none.text')}</EmptyState>}
    >
      {({ states }) => <States counts={states} />}
    </QueryView>
  )
}

function Waiting({ lines = 3 }: { lines?: number }) {
  return (
    <div className="p-4">
      <LoadingLines lines={lines} />
    </div>
  )
}

function States({ counts }: { counts: WorkloadCounts['states'] }) {
  const largest = Math.max(1, ...counts.map((entry) => entry.count))
  return (
    <ul className="py-1">
      {counts
        .filter((entry) => entry.count > 0)
        .map(({ state, count }) => (
          <li key={state}>
            <Link
              to={`/workloads?state=${state}`}
              className="flex items-center gap-3 px-4 py-1.5 text-[13px] hover:bg-sunken"
            >
              <span className="w-32 shrink-0">
                <WorkloadStateBadge state={state} />
              </span>
              <span aria-hidden="true" className="h-1.5 flex-1 overflow-hidden rounded-full bg-sunken">
                <span
                  className="block h-full rounded-full bg-line-strong"
                  style={{ width: `${(count / largest) * 100}%` }}
                />
              </span>
              <span className="num w-8 text-right">{formatNumber(count)}</span>
            </Link>
          </li>
        ))}
    </ul>
  )
}

function RecentDecisions() {
  const t = useText()
  const query = useQuery({ ...recentDecisionsQuery, refetchInterval: useRefreshInterval(60_000) })
  return (
    <QueryView
      query={query}
      what={t('decisions')}
      loading={<Waiting lines={6} />}
      isEmpty={(page) => page.items.length === 0}
      empty={<EmptyState title={t('decisions.none')}>{t('decisions.none.text')}</EmptyState>}
    >
      {(page) => (
        <ul>
          {page.items.map((decision) => (
            <li key={decision.id} className="border-b px-4 py-2.5 last:border-b-0">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[13px]">
                <Link
                  to={`/workloads/${encodeURIComponent(decision.workload_id)}`}
                  className="font-medium text-accent underline-offset-2 hover:underline"
                >
                  {decision.workload_id}
                </Link>
                {decision.offer === null ? (
                  <Badge tone="bad">{t('decision.unplaceable')}</Badge>
                ) : (
                  <>
                    <OfferLine offer={decision.offer} />
                    <OfferMarks offer={decision.offer} />
                  </>
                )}
                <span className="ml-auto flex items-center gap-3 text-xs text-muted">
                  <Link
                    to={`/workloads/${encodeURIComponent(decision.workload_id)}/decision?id=${decision.id}`}
                    className="text-accent underline-offset-2 hover:underline"
                    aria-label={`${t('decision.why')}: ${decision.workload_id}`}
                  >
                    {t('decision.why')}
                  </Link>
                  <Age instant={decision.decided_at} />
                </span>
              </div>
              <p className="num mt-0.5 text-xs text-muted">
                {decision.hourly_cost === null ? (
                  t('decision.none', { count: decision.candidates })
                ) : (
                  <>
                    <Amount money={decision.hourly_cost} unit="h" />
                    {decision.saving_percent !== null &&
                      ` · ${
                        decision.saving_percent === 0
                          ? t('decision.baseline')
                          : t('decision.saves', { percent: formatPercent(decision.saving_percent, 1) })
                      }`}
                    {` · ${t('decision.confidence', { percent: formatFraction(decision.confidence) })}`}
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </QueryView>
  )
}

function Pending() {
  const t = useText()
  const query = useQuery({ ...pendingQuery, refetchInterval: useRefreshInterval(60_000) })
  return (
    <QueryView
      query={query}
      what={t('approvals')}
      compact
      loading={<Waiting />}
      isEmpty={(page) => page.items.length === 0}
      empty={<EmptyState title={t('pending.none')}>{t('pending.none.text')}</EmptyState>}
    >
      {(page) => (
        <ul>
          {page.items.slice(0, most).map((change) => {
            const delta =
              change.plan === null ? null : moneyDelta(change.plan.hourly_cost_before, change.plan.hourly_cost_after)
            return (
              <li key={change.id} className="border-b last:border-b-0">
                <Link to={`/approvals/${change.id}`} className="block px-4 py-2.5 hover:bg-sunken">
                  <span className="block text-[13px] font-medium wrap-anywhere" lang="en">
                    {change.title}
                  </span>
                  <span className="num mt-0.5 flex flex-wrap gap-x-2 text-xs text-muted">
                    {delta !== null && (
                      <span className="font-medium text-text">
                        <Amount money={delta} unit="h" sign />
                      </span>
                    )}
                    {change.approval !== null && <span>{levelText(change.approval.level)}</span>}
                    <Age instant={change.created_at} />
                  </span>
                </Link>
              </li>
            )
          })}
          {(page.items.length > most || page.next !== null) && <All to="/approvals" label={t('pending.all')} />}
        </ul>
      )}
    </QueryView>
  )
}

function All({ to, label }: { to: string; label: string }) {
  return (
    <li>
      <Link to={to} className="block px-4 py-2.5 text-[13px] text-accent hover:bg-sunken">
        {label}
      </Link>
    </li>
  )
}

const severityTones: Record<string, Tone> = { critical: 'bad', warning: 'warn', info: 'info' }

function Incidents() {
  const t = useText()
  const query = useQuery({ ...openIncidentsQuery, refetchInterval: useRefreshInterval(60_000) })
  return (
    <QueryView
      query={query}
      what={t('incidents')}
      compact
      loading={<Waiting />}
      isEmpty={(page) => page.items.length === 0}
      empty={<EmptyState title={t('incidents.none')}>{t('incidents.none.text')}</EmptyState>}
    >
      {(page) => (
        <ul>
          {page.items.slice(0, most).map((incident) => (
            <li key={incident.id} className="border-b last:border-b-0">
              <Link to={`/incidents/${incident.id}`} className="block px-4 py-2.5 hover:bg-sunken">
                <span className="flex flex-wrap items-center gap-2 text-[13px] font-medium wrap-anywhere">
                  <Badge tone={severityTones[incident.severity] ?? 'neutral'}>{humanise(incident.severity)}</Badge>
                  <Told text={incident.title} />
                </span>
                <span className="num mt-0.5 flex flex-wrap gap-x-2 text-xs text-muted">
                  {incident.region && <span>{incident.region}</span>}
                  <Age instant={incident.began_at} />
                </span>
              </Link>
            </li>
          ))}
          {page.items.length > most && <All to="/incidents" label={t('incidents.all')} />}
        </ul>
      )}
    </QueryView>
  )
}
