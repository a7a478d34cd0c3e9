import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Link } from 'react-router'
import { canSubmit, useUser } from '@/api/session'
import { monthCostQuery, telemetryQuery } from '@/api/telemetry'
import type { WorkloadCounts } from '@/api/types'
import { workloadCountsQuery } from '@/api/workloads'
import { Amount } from '@/components/domain/amount'
import { DerivedBadge, SimulatedBadge } from '@/components/domain/labels'
import { buttonClass } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, ErrorState, QueryView, Skeleton } from '@/components/ui/states'
import { formatMoney, formatNumber, formatPercent } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { useText } from './text'

const CloudCard = lazy(() => import('./cloud-card'))
const RegionGrid = lazy(() => import('./region-grid'))
const Lists = lazy(() => import('./lists'))

/** Holds no answer itself: each part asks for its own, so that one that moves does not draw the others again. */
export function OverviewPage() {
  const t = useText()
  const user = useUser()
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          canSubmit(user) && (
            <Link to="/workloads/new" className={buttonClass('primary')}>
              <Plus className="size-4" aria-hidden="true" />
              {t('submit')}
            </Link>
          )
        }
      />
      <div className="space-y-4">
        <Figures />
        <Clouds />
        <Suspense fallback={<Skeleton className="h-64 w-full" />}>
          <RegionGrid />
        </Suspense>
        <Suspense fallback={<Skeleton className="h-96 w-full" />}>
          <Lists />
        </Suspense>
      </div>
    </>
  )
}

function Clouds() {
  const t = useText()
  const telemetry = useQuery({ ...telemetryQuery, refetchInterval: useRefreshInterval(15_000) })
  const loading = (
    <div role="status" className="grid gap-4 lg:grid-cols-2">
      <span className="sr-only">{t('clouds.loading')}</span>
      <Skeleton className="h-[640px] w-full" />
      <Skeleton className="h-[640px] w-full" />
    </div>
  )
  return (
    <QueryView
      query={telemetry}
      what={t('clouds')}
      loading={loading}
      isEmpty={(data) => data.providers.length === 0}
      empty={<EmptyState title={t('clouds.none')}>{t('clouds.none.text')}</EmptyState>}
    >
      {(data) => (
        <Suspense fallback={loading}>
          <div className="grid items-start gap-4 lg:grid-cols-2">
            {data.providers.map((provider) => (
              <CloudCard key={provider.provider} telemetry={provider} />
            ))}
          </div>
        </Suspense>
      )}
    </QueryView>
  )
}

/** States in which something has to happen before it runs. */
const pendingStates = new Set(['submitted', 'unplaceable', 'decided', 'awaiting_approval', 'deploying', 'moving'])

const figuresOf = ({ states }: WorkloadCounts) => {
  const sum = (wanted: (state: string) => boolean) =>
    states.reduce((all, { state, count }) => (wanted(state) ? all + count : all), 0)
  return {
    running: sum((state) => state === 'running'),
    pending: sum((state) => pendingStates.has(state)),
    completed: sum((state) => state === 'completed'),
  }
}

function Figures() {
  const t = useText()
  const workloads = useQuery({
    ...workloadCountsQuery,
    select: figuresOf,
    refetchInterval: useRefreshInterval(60_000),
  })
  const cost = useQuery({ ...monthCostQuery, refetchInterval: useRefreshInterval(30_000) })
  const summary = cost.data
  const labels = summary?.simulated === true && <SimulatedBadge what={t('metered')} />
  const unpriced = summary?.unpriced_instances ?? 0
  const hint = !cost.isError
    ? unpriced > 0
      ? t('metered.unpriced', { count: unpriced, all: summary?.running_instances ?? 0 })
      : t('metered.hint')
    : t(summary === undefined ? 'telemetry.away' : 'telemetry.old')
  const waiting = cost.isError ? t('unknown') : <Skeleton className="h-6 w-28" />
  const forecast = summary?.month_end
  const savings = summary?.savings
  return (
    <Card>
      <h2 className="sr-only">{t('figures')}</h2>
      {cost.isError && summary === undefined && (
        <div className="mb-4">
          <ErrorState error={cost.error} what={t('spending')} onRetry={() => void cost.refetch()} compact />
        </div>
      )}
      <div className="grid grid-cols-2 gap-x-4 gap-y-5 md:grid-cols-3 xl:grid-cols-5">
        <Stat
          label={
            <>
              {t('spending.now')} {labels}
            </>
          }
          to="/costs"
          value={summary ? <Amount money={summary.hourly} unit="h" /> : waiting}
          hint={hint}
        />
        <Stat
          label={
            <>
              {t('month')} {labels}
            </>
          }
          to="/costs"
          value={summary ? <Amount money={summary.month_to_date} /> : waiting}
          hint={t('month.since')}
        />
        <Stat
          label={
            <>
              {t('monthend')}{' '}
              {forecast !== undefined && (
                <DerivedBadge how={t('monthend.how', { model: forecast.model, days: forecast.history_days })} />
              )}
            </>
          }
          to="/costs"
          value={forecast ? <Amount money={forecast.expected} /> : waiting}
          hint={
            forecast === undefined
              ? ' '
              : forecast.low80 === null || forecast.high80 === null
                ? t('monthend.point')
                : t('monthend.hint', { low: formatMoney(forecast.low80), high: formatMoney(forecast.high80) })
          }
        />
        <Stat
          label={
            <>
              {t('saved')} <DerivedBadge how={t('saved.how')} />
            </>
          }
          to="/costs"
          value={savings ? <Amount money={savings.saved} /> : waiting}
          hint={
            savings === undefined
              ? ' '
              : savings.percent === null
                ? t('saved.none')
                : t('saved.hint', {
                    percent: formatPercent(savings.percent, 1),
                    baseline: formatMoney(savings.baseline),
                  })
          }
        />
        <Stat
          label={t('running')}
          to="/workloads?state=running"
          value={
            workloads.data ? (
              formatNumber(workloads.data.running)
            ) : workloads.isError ? (
              t('unknown')
            ) : (
              <Skeleton className="h-6 w-12" />
            )
          }
          hint={
            workloads.data
              ? t('running.hint', { pending: workloads.data.pending, completed: workloads.data.completed })
              : workloads.isError
                ? t('routing.away')
                : ' '
          }
        />
      </div>
    </Card>
  )
}
