import { useQueries, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { Link } from 'react-router'
import { pendingQuery } from '@/api/changes'
import { decisionQuery, recentDecisionsQuery } from '@/api/decisions'
import { canSubmit, useUser } from '@/api/session'
import { monthCostQuery, telemetryQuery } from '@/api/telemetry'
import { workloadStates, type Workload, type WorkloadQueue } from '@/api/types'
import { workloadQueueQuery } from '@/api/workloads'
import { DerivedBadge, levelText, SimulatedBadge, WorkloadStateBadge } from '@/components/domain/labels'
import { OfferLine, OfferMarks } from '@/components/domain/offer-line'
import { Badge } from '@/components/ui/badge'
import { buttonClass } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, ErrorState, LoadingLines, QueryView, Skeleton } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { formatFraction, formatMoney, formatNumber, formatPercent, moneyDelta } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { CloudCard } from './cloud-card'
import { sumSavings } from './savings'
import { Amount } from '@/components/domain/amount'

/** At most this many running workloads' decisions are summed; the figure says how many it covers. */
const decisionsSummed = 100

export function OverviewPage() {
  const user = useUser()
  const telemetry = useQuery({ ...telemetryQuery, refetchInterval: useRefreshInterval(15_000) })
  const queue = useQuery({ ...workloadQueueQuery, refetchInterval: useRefreshInterval(60_000) })
  return (
    <>
      <PageHeader
        title="Overview"
        lead="What both clouds cost and do right now, and what SWEN made of it."
        actions={
          canSubmit(user) && (
            <Link to="/workloads/new" className={buttonClass('primary')}>
              <Plus className="size-4" aria-hidden="true" />
              Submit workload
            </Link>
          )
        }
      />
      <div className="space-y-4">
        <Figures queue={queue.data} queueError={queue.error} />
        <QueryView
          query={telemetry}
          what="Telemetry of the clouds"
          loading={
            <div role="status" className="grid gap-4 lg:grid-cols-2">
              <span className="sr-only">Loading the clouds</span>
              <Skeleton className="h-96 w-full" />
              <Skeleton className="h-96 w-full" />
            </div>
          }
          isEmpty={(data) => data.providers.length === 0}
          empty={
            <EmptyState title="No cloud is connected">
              Point SWEN at an AWS or Alibaba Cloud account, or start it with the built-in simulator.
            </EmptyState>
          }
        >
          {(data) => (
            <div className="grid items-start gap-4 lg:grid-cols-2">
              {data.providers.map((provider) => (
                <CloudCard key={provider.provider} telemetry={provider} />
              ))}
            </div>
          )}
        </QueryView>
        <div className="grid items-start gap-4 lg:grid-cols-3">
          <Card title="Recent decisions" className="lg:col-span-2" flush>
            <RecentDecisions />
          </Card>
          <div className="space-y-4">
            <Card title="Workloads by state" note="of the newest 200" flush>
              <QueryView
                query={queue}
                what="Workloads"
                compact
                loading={
                  <div className="p-4">
                    <LoadingLines label="Loading workloads" />
                  </div>
                }
                isEmpty={(data) => data.workloads.length === 0}
                empty={
                  <EmptyState title="No workload yet">
                    Submit one and follow it from its decision to the cloud.
                  </EmptyState>
                }
              >
                {(data) => <States queue={data} />}
              </QueryView>
            </Card>
            <Card title="Waiting for approval" flush>
              <Pending />
            </Card>
          </div>
        </div>
      </div>
    </>
  )
}

function Figures({ queue, queueError }: { queue: WorkloadQueue | undefined; queueError: Error | null }) {
  const cost = useQuery({ ...monthCostQuery, refetchInterval: useRefreshInterval(30_000) })
  const running = queue?.workloads.filter((workload) => workload.state === 'running' || workload.state === 'moving')
  const summary = cost.data
  const labels = summary?.simulated === true && <SimulatedBadge what="What was metered" />
  const unpriced = summary?.unpriced_instances ?? 0
  const hint = !cost.isError
    ? unpriced > 0
      ? `metered; ${unpriced} of ${summary?.running_instances ?? 0} instances have no known price`
      : 'metered: price × time of what runs'
    : summary === undefined
      ? 'the telemetry service does not answer'
      : 'the last answer; the refresh failed'
  return (
    <Card>
      <h2 className="sr-only">Figures</h2>
      {cost.isError && summary === undefined && (
        <div className="mb-4">
          <ErrorState error={cost.error} what="The spending" onRetry={() => void cost.refetch()} compact />
        </div>
      )}
      <div className="grid grid-cols-2 gap-x-4 gap-y-5 lg:grid-cols-4">
        <Stat
          label={<>Spending now {labels}</>}
          value={
            summary ? (
              <Amount money={summary.hourly} unit="h" />
            ) : cost.isError ? (
              'unknown'
            ) : (
              <Skeleton className="h-6 w-28" />
            )
          }
          hint={hint}
        />
        <Stat
          label={<>This month {labels}</>}
          value={
            summary ? (
              <Amount money={summary.month_to_date} />
            ) : cost.isError ? (
              'unknown'
            ) : (
              <Skeleton className="h-6 w-28" />
            )
          }
          hint="since the 1st, 00:00 UTC"
        />
        <SavingStat running={running} failed={queueError !== null && queue === undefined} />
        <Stat
          label="Running workloads"
          value={running ? running.length : queueError !== null ? 'unknown' : <Skeleton className="h-6 w-12" />}
          hint={
            queue
              ? `${queue.pending} on their way, ${queue.completed} completed`
              : queueError !== null
                ? 'the routing service does not answer'
                : ' '
          }
        />
      </div>
    </Card>
  )
}

function SavingStat({ running, failed }: { running: Workload[] | undefined; failed: boolean }) {
  const ids = (running ?? []).flatMap((workload) => workload.decision_id ?? []).slice(0, decisionsSummed)
  const { decisions, waiting, missing } = useQueries({
    queries: ids.map((id) => decisionQuery(id)),
    combine: (results) => ({
      decisions: results.flatMap((result) => result.data ?? []),
      waiting: results.some((result) => result.isPending),
      missing: results.filter((result) => result.isError).length,
    }),
  })
  const label = (
    <>
      Saving{' '}
      <DerivedBadge how="The baselines of running workloads’ decisions (cheapest fitting on-demand offer in the home region) less what they cost." />
    </>
  )
  if (failed) return <Stat label={label} value="unknown" hint="the routing service does not answer" />
  if (running === undefined || waiting) return <Stat label={label} value={<Skeleton className="h-6 w-28" />} hint=" " />
  if (running.length === 0) return <Stat label={label} value="—" hint="nothing runs" />
  const saving = sumSavings(decisions)
  const left = running.length - saving.counted
  return (
    <Stat
      label={label}
      value={saving.perHour === null ? '—' : formatMoney(saving.perHour, 'h')}
      hint={
        <>
          {saving.fraction !== null && `${formatFraction(saving.fraction)} of the baseline, `}
          {saving.counted} of {running.length} running
          {missing > 0
            ? `; ${missing} not loaded`
            : left > 0 && saving.without > 0
              ? `; ${saving.without} without a baseline`
              : ''}
        </>
      }
    />
  )
}

function States({ queue }: { queue: WorkloadQueue }) {
  const counts = workloadStates.map((state) => ({
    state,
    count: queue.workloads.filter((workload) => workload.state === state).length,
  }))
  const most = Math.max(1, ...counts.map((entry) => entry.count))
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
                  style={{ width: `${(count / most) * 100}%` }}
                />
              </span>
              <span className="num w-8 text-right">{count}</span>
            </Link>
          </li>
        ))}
    </ul>
  )
}

function RecentDecisions() {
  const query = useQuery({ ...recentDecisionsQuery, refetchInterval: useRefreshInterval(60_000) })
  return (
    <QueryView
      query={query}
      what="Recent decisions"
      loading={
        <div className="p-4">
          <LoadingLines lines={6} label="Loading decisions" />
        </div>
      }
      isEmpty={(page) => page.items.length === 0}
      empty={
        <EmptyState title="No decision yet">
          For every workload SWEN compares all offers that fit, scores them by cost, latency, reliability and
          performance, and stores why the best one won.
        </EmptyState>
      }
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
                  <Badge tone="bad">unplaceable</Badge>
                ) : (
                  <>
                    <OfferLine offer={decision.offer} />
                    <OfferMarks offer={decision.offer} />
                  </>
                )}
                <span className="ml-auto text-xs text-muted">
                  <Age instant={decision.decided_at} />
                </span>
              </div>
              <p className="num mt-0.5 text-xs text-muted">
                {decision.hourly_cost === null ? (
                  `${formatNumber(decision.candidates)} offers compared, none fits`
                ) : (
                  <>
                    <Amount money={decision.hourly_cost} unit="h" />
                    {decision.saving_percent !== null &&
                      (decision.saving_percent === 0
                        ? ' · the baseline itself'
                        : ` · saves ${formatPercent(decision.saving_percent, 1)}`)}
                    {` · confidence ${formatFraction(decision.confidence)}`}
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
  const query = useQuery({ ...pendingQuery, refetchInterval: useRefreshInterval(60_000) })
  return (
    <QueryView
      query={query}
      what="Approvals"
      compact
      loading={
        <div className="p-4">
          <LoadingLines label="Loading approvals" />
        </div>
      }
      isEmpty={(page) => page.items.length === 0}
      empty={
        <EmptyState title="Nothing waits">
          Dear, uncertain or destructive changes stop here until somebody agrees.
        </EmptyState>
      }
    >
      {(page) => (
        <ul>
          {page.items.slice(0, 5).map((change) => {
            const delta =
              change.plan === null ? null : moneyDelta(change.plan.hourly_cost_before, change.plan.hourly_cost_after)
            return (
              <li key={change.id} className="border-b last:border-b-0">
                <Link to={`/approvals/${change.id}`} className="block px-4 py-2.5 hover:bg-sunken">
                  <span className="block text-[13px] font-medium wrap-anywhere">{change.title}</span>
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
          {(page.items.length > 5 || page.next !== null) && (
            <li>
              <Link to="/approvals" className="block px-4 py-2.5 text-[13px] text-accent hover:bg-sunken">
                All of them
              </Link>
            </li>
          )}
        </ul>
      )}
    </QueryView>
  )
}
