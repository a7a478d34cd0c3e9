import { useMutation, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import {
  allocationQuery,
  costGroupings,
  costSeriesQuery,
  fetchFocus,
  ownCostsQuery,
  reconciliationQuery,
  spendAnomaliesQuery,
  unitCostsQuery,
  type Allocation,
  type CostGrouping,
  type CostSeries,
  type OwnCosts,
  type Reconciliation,
  type Span,
  type SpendAnomaly,
  type UnitCost,
} from '@/api/costs'
import { monthCostQuery } from '@/api/telemetry'
import type { CostSummary } from '@/api/types'
import { Amount, Told } from '@/components/domain/amount'
import { FilterSelect } from '@/components/domain/filter-select'
import { ProviderName, SimulatedBadge } from '@/components/domain/labels'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { ChartFrame } from '@/components/ui/chart-frame'
import { EmptyState, ErrorState, LoadingLines, QueryView } from '@/components/ui/states'
import { chartColour, toneAt } from '@/lib/colours'
import { domainNow } from '@/lib/clock'
import { downloadBlob } from '@/lib/download'
import {
  exactMoney,
  formatDay,
  formatMoney,
  formatNumber,
  formatPercent,
  formatShortDay,
  humanise,
  providerName,
} from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { spanOf, spans } from '@/lib/spans'
import { choice, useUrlState } from '@/lib/url-state'
import { groupRows, others, stacked, type GroupRow } from './cost-rows'
import { CostsLayout } from './costs-layout'
import { ForecastCard } from './forecast-card'
import { useText } from './text'

const StackedBars = lazy(() => import('@/components/charts/stacked-bars'))

const schema = { period: choice(spans, 'month'), by: choice(costGroupings, 'team') }

/** What was spent, on what, and what that comes to. */
export function CostsPage() {
  const t = useText()
  const [state, set] = useUrlState(schema)
  // A period has one "now", so that its parts fit together; another period takes another.
  const [now, setNow] = useState(domainNow)
  const span = spanOf(state.period, now)
  return (
    <CostsLayout actions={<FocusButton span={span} />}>
      <div className="grid gap-4">
        <Month />
        <search className="flex flex-wrap gap-3">
          <FilterSelect
            className="w-44"
            label={t('period')}
            all={false}
            value={state.period}
            options={spans}
            names={(name) => t(`period.${name}`)}
            onChange={(period) => {
              setNow(domainNow())
              set({ period: period === '' ? 'month' : period })
            }}
          />
          <FilterSelect
            className="w-44"
            label={t('groupBy')}
            all={false}
            value={state.by}
            options={costGroupings}
            names={(name) => t(`by.${name}`)}
            onChange={(by) => set({ by: by === '' ? 'team' : by })}
          />
        </search>
        <Spend by={state.by} span={span} />
        <div className="grid items-start gap-4 xl:grid-cols-2 xl:[&>*:last-child]:col-span-2">
          <ForecastCard />
          <Anomalies span={span} />
          <Shares span={span} />
          <Units span={span} />
          <OwnCalls span={span} />
          <Bills span={span} />
        </div>
      </div>
    </CostsLayout>
  )
}

function FocusButton({ span }: { span: Span }) {
  const t = useText()
  const fetching = useMutation({
    mutationFn: () => fetchFocus(span),
    onSuccess: (file) => downloadBlob('focus.csv', file),
  })
  return (
    <div className="grid gap-2">
      <Button className="ml-auto" disabled={fetching.isPending} onClick={() => fetching.mutate()}>
        <Download className="size-4" aria-hidden="true" />
        {t('focus')}
      </Button>
      {fetching.isError && (
        <ErrorState error={fetching.error} what={t('focus.failed')} verb={t('focus.verb')} compact />
      )}
    </div>
  )
}

function Month() {
  const t = useText()
  const query = useQuery({ ...monthCostQuery, refetchInterval: useRefreshInterval(60_000) })
  return (
    <Card>
      <QueryView query={query} what={t('summary')}>
        {(costs) => <MonthStats costs={costs} />}
      </QueryView>
    </Card>
  )
}

function MonthStats({ costs }: { costs: CostSummary }) {
  const t = useText()
  const { month_end: end, savings } = costs
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,13rem),1fr))] gap-x-6 gap-y-4">
      <Stat
        label={
          <>
            {t('now')}
            {costs.simulated && <SimulatedBadge />}
          </>
        }
        value={<Amount money={costs.hourly} unit="h" />}
        hint={
          <>
            {t('now.hint', { count: costs.running_instances })}
            {costs.unpriced_instances > 0 && ` · ${t('now.unpriced', { count: costs.unpriced_instances })}`}
          </>
        }
      />
      <Stat
        label={t('month')}
        value={<Amount money={costs.month_to_date} />}
        hint={t('month.billed', { billed: formatMoney(costs.billed) })}
      />
      <Stat
        label={t('monthEnd')}
        value={<Amount money={end.expected} />}
        hint={
          <span title={t('monthEnd.model', { model: end.model, days: end.history_days })}>
            {end.low80 === null || end.high80 === null
              ? t('monthEnd.short')
              : t('monthEnd.interval', { low: formatMoney(end.low80), high: formatMoney(end.high80) })}
          </span>
        }
      />
      <Stat
        label={t('saved')}
        value={<Amount money={savings.saved} />}
        hint={
          savings.percent === null
            ? t('saved.none')
            : t('saved.percent', { percent: formatPercent(savings.percent, 1) })
        }
      />
    </div>
  )
}

function useGroupName(by: CostGrouping) {
  const t = useText()
  return (key: string) => {
    if (key === others) return t('other')
    // What belongs to nobody has this name in the ledger.
    if (key === '' || key === 'none') return t('unassigned')
    if (by === 'provider') return providerName(key)
    return by === 'purchase_option' ? humanise(key) : key
  }
}

function Spend({ by, span }: { by: CostGrouping; span: Span }) {
  const t = useText()
  const query = useQuery({ ...costSeriesQuery(by, span), refetchInterval: useRefreshInterval(60_000) })
  return (
    <QueryView
      query={query}
      what={t('spend')}
      loading={
        <Card>
          <LoadingLines lines={10} />
        </Card>
      }
      isEmpty={(series) => series.groups.length === 0}
      empty={
        <Card>
          <EmptyState title={t('spend.empty')}>{t('spend.empty.hint')}</EmptyState>
        </Card>
      }
    >
      {(series) => <SpendCards by={by} series={series} />}
    </QueryView>
  )
}

function SpendCards({ by, series }: { by: CostGrouping; series: CostSeries }) {
  const t = useText()
  const name = useGroupName(by)
  const { rows, groups } = stacked(series)
  const byName = t(`by.${by}`)
  const columns: RecordColumn<GroupRow>[] = [
    {
      id: 'key',
      header: byName,
      value: (row) => row.key,
      className: 'min-w-36 wrap-anywhere',
      cell: (row) => (
        <span className="inline-flex items-center gap-2">
          <span
            aria-hidden="true"
            className="size-2 shrink-0 rounded-xs"
            style={{
              background: chartColour(toneAt(groups.includes(row.key) ? groups.indexOf(row.key) : groups.length - 1)),
            }}
          />
          {by === 'workload' && row.key !== '' ? (
            <Link
              to={`/workloads/${encodeURIComponent(row.key)}`}
              className="font-medium text-accent underline-offset-2 hover:underline"
            >
              {row.key}
            </Link>
          ) : (
            <span className="font-medium">{name(row.key)}</span>
          )}
        </span>
      ),
    },
    {
      id: 'total',
      header: t('group.total'),
      numeric: true,
      value: (row) => Number(row.total.amount),
      cell: (row) => <Amount money={row.total} />,
    },
    {
      id: 'share',
      header: t('group.share'),
      numeric: true,
      value: (row) => row.share,
      cell: (row) => (row.share === null ? '–' : formatPercent(row.share, 1)),
    },
    { id: 'days', header: t('group.days'), numeric: true, value: (row) => row.days, cell: (row) => row.days },
    {
      id: 'peak',
      header: t('group.peak'),
      value: (row) => row.peakDay,
      cell: (row) =>
        row.peakDay === null || row.peak === null ? (
          '–'
        ) : (
          <span className="whitespace-nowrap">
            {formatDay(row.peakDay)} · <Amount money={row.peak} />
          </span>
        ),
    },
  ]
  return (
    <>
      <Card
        title={t('chart.days')}
        note={
          <>
            <Amount money={series.total} /> · {basisText(t, series.basis)}
          </>
        }
        {...(series.simulated ? { actions: <SimulatedBadge /> } : {})}
      >
        <ChartFrame
          label={t('chart.days')}
          csvName={`costs-by-${by}`}
          rows={rows}
          columns={[
            { header: t('anomaly.day'), value: (row) => row.day, cell: (row) => formatDay(row.day) },
            ...groups.map((group) => ({
              header: `${name(group)} (${series.total.currency})`,
              numeric: true,
              value: (row: (typeof rows)[number]) => row.parts[group] ?? 0,
              cell: (row: (typeof rows)[number]) => formatNumber(row.parts[group] ?? 0, 2),
            })),
            {
              header: `${t('group.total')} (${series.total.currency})`,
              numeric: true,
              value: (row) => row.total,
              cell: (row) => formatNumber(row.total, 2),
            },
          ]}
        >
          <Suspense fallback={<LoadingLines lines={8} />}>
            <StackedBars
              height={256}
              label={t('chart.days.label', {
                from: formatDay(series.from),
                to: formatDay(series.to),
                total: formatMoney(series.total),
                by: byName,
              })}
              stacks={groups.map((group, index) => ({ id: `g${index}`, label: name(group), tone: toneAt(index) }))}
              bars={rows.map((row) => ({
                key: row.day,
                label: formatShortDay(row.day, 'UTC'),
                values: Object.fromEntries(groups.map((group, index) => [`g${index}`, row.parts[group] ?? 0])),
              }))}
              format={(value) => formatMoney({ amount: String(value), currency: series.total.currency })}
            />
          </Suspense>
        </ChartFrame>
      </Card>
      <Card title={t('groups', { by: byName })} flush>
        <RecordTable
          label={t('groups', { by: byName })}
          rows={groupRows(series)}
          columns={columns}
          rowId={(row) => row.key}
          csvName={`costs-by-${by}`}
        />
      </Card>
    </>
  )
}

function basisText(t: ReturnType<typeof useText>, basis: string): string {
  return basis === 'metered' || basis === 'billed' || basis === 'mixed' ? t(basis) : basis
}

function Anomalies({ span }: { span: Span }) {
  const t = useText()
  const query = useQuery(spendAnomaliesQuery(span))
  const columns: RecordColumn<SpendAnomaly>[] = [
    {
      id: 'day',
      header: t('anomaly.day'),
      value: (row) => row.day,
      cell: (row) => (
        <span className="whitespace-nowrap">
          {formatDay(row.day)} {!row.complete && <Badge>{t('anomaly.incomplete')}</Badge>}
        </span>
      ),
    },
    { id: 'team', header: t('anomaly.team'), value: (row) => row.team, cell: (row) => row.team ?? t('unassigned') },
    {
      id: 'provider',
      header: t('anomaly.provider'),
      value: (row) => row.provider,
      cell: (row) => <ProviderName provider={row.provider} />,
    },
    {
      id: 'observed',
      header: t('anomaly.observed'),
      numeric: true,
      value: (row) => Number(row.observed.amount),
      cell: (row) => <Amount money={row.observed} />,
    },
    {
      id: 'usual',
      header: t('anomaly.usual'),
      numeric: true,
      value: (row) => `${exactMoney(row.expected_low)} – ${exactMoney(row.expected_high)}`,
      cell: (row) => `${formatMoney(row.expected_low)} – ${formatMoney(row.expected_high)}`,
    },
    {
      id: 'reason',
      header: t('anomaly.reason'),
      value: (row) => row.reason,
      className: 'min-w-56',
      cell: (row) => <Told text={row.reason} />,
    },
  ]
  return (
    <Card title={t('anomalies')} flush>
      <QueryView
        query={query}
        what={t('anomalies.what')}
        loading={
          <div className="p-4">
            <LoadingLines lines={4} />
          </div>
        }
        isEmpty={(data) => data.items.length === 0}
        empty={<EmptyState title={t('anomalies.none')}>{t('anomalies.none.hint')}</EmptyState>}
      >
        {(data) => (
          <RecordTable
            label={t('anomalies')}
            rows={data.items}
            columns={columns}
            rowId={(row) => row.id}
            csvName="unusual-days"
            sortParam="sort-anomalies"
          />
        )}
      </QueryView>
    </Card>
  )
}

function Shares({ span }: { span: Span }) {
  const t = useText()
  const query = useQuery(allocationQuery(span))
  const columns: RecordColumn<Allocation['teams'][number]>[] = [
    { id: 'team', header: t('by.team'), value: (row) => row.team, cell: (row) => <strong>{row.team}</strong> },
    ...(['direct', 'shared', 'total'] as const).map((part) => ({
      id: part,
      header: t(`allocation.${part}`),
      numeric: true,
      value: (row: Allocation['teams'][number]) => Number(row[part].amount),
      cell: (row: Allocation['teams'][number]) => <Amount money={row[part]} />,
    })),
  ]
  return (
    <Card
      title={t('allocation')}
      flush
      note={
        query.data !== undefined &&
        query.data.rules.length > 0 &&
        t('allocation.rules', { rules: query.data.rules.map((rule) => `${rule.name} (${rule.split})`).join(', ') })
      }
    >
      <QueryView
        query={query}
        what={t('allocation')}
        loading={
          <div className="p-4">
            <LoadingLines lines={4} />
          </div>
        }
        isEmpty={(data) => data.teams.length === 0}
        empty={<EmptyState title={t('allocation.none')} />}
      >
        {(data) => (
          <>
            <RecordTable
              label={t('allocation')}
              rows={data.teams}
              columns={columns}
              rowId={(row) => row.team}
              csvName="allocation"
              sortParam="sort-allocation"
            />
            {data.unallocated !== null && Number(data.unallocated.amount) !== 0 && (
              <p className="px-4 pb-3 text-xs text-muted">
                {t('allocation.unallocated')}: <Amount money={data.unallocated} />
              </p>
            )}
          </>
        )}
      </QueryView>
    </Card>
  )
}

function Units({ span }: { span: Span }) {
  const t = useText()
  const query = useQuery(unitCostsQuery(span))
  const unit = (name: 'workload_hour' | 'vcpu_hour' | 'gpu_hour', cost: UnitCost) => (
    <Stat
      label={t(`unit.${name}`)}
      value={cost.unit_cost === null ? t('unit.nothing') : <Amount money={cost.unit_cost} unit="h" />}
      hint={t('unit.of', { quantity: formatNumber(cost.quantity, 1), cost: formatMoney(cost.cost) })}
    />
  )
  return (
    <Card title={t('unit')}>
      <QueryView query={query} what={t('unit')}>
        {(units) => (
          <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,11rem),1fr))] gap-4">
            {unit('workload_hour', units.workload_hour)}
            {unit('vcpu_hour', units.vcpu_hour)}
            {unit('gpu_hour', units.gpu_hour)}
          </div>
        )}
      </QueryView>
    </Card>
  )
}

function Bills({ span }: { span: Span }) {
  const t = useText()
  const query = useQuery(reconciliationQuery(span))
  type Day = Reconciliation['days'][number]
  const columns: RecordColumn<Day>[] = [
    {
      id: 'day',
      header: t('anomaly.day'),
      value: (row) => row.day,
      cell: (row) => <span className="whitespace-nowrap">{formatDay(row.day)}</span>,
    },
    {
      id: 'provider',
      header: t('by.provider'),
      value: (row) => row.provider,
      cell: (row) => <ProviderName provider={row.provider} />,
    },
    {
      id: 'metered',
      header: t('reconciliation.metered'),
      numeric: true,
      value: (row) => Number(row.metered.amount),
      cell: (row) => <Amount money={row.metered} />,
    },
    ...(['billed_compute', 'billed_other', 'difference'] as const).map((part) => ({
      id: part,
      header: t(
        part === 'difference'
          ? 'reconciliation.difference'
          : part === 'billed_compute'
            ? 'reconciliation.billed'
            : 'reconciliation.other',
      ),
      numeric: true,
      value: (row: Day) => (row[part] === null ? null : Number(row[part].amount)),
      cell: (row: Day) => (row[part] === null ? '–' : <Amount money={row[part]} sign={part === 'difference'} />),
    })),
  ]
  return (
    <Card title={t('reconciliation')} flush>
      <QueryView
        query={query}
        what={t('reconciliation')}
        loading={
          <div className="p-4">
            <LoadingLines lines={4} />
          </div>
        }
        isEmpty={(data) => data.days.every((day) => day.billed_compute === null)}
        empty={<EmptyState title={t('reconciliation.none')} />}
      >
        {(data) => (
          <RecordTable
            label={t('reconciliation')}
            rows={data.days}
            columns={columns}
            rowId={(row) => `${row.provider} ${row.day}`}
            csvName="metered-and-billed"
            sortParam="sort-bills"
          />
        )}
      </QueryView>
    </Card>
  )
}

function OwnCalls({ span }: { span: Span }) {
  const t = useText()
  const query = useQuery(ownCostsQuery(span))
  type Call = OwnCosts['calls'][number]
  const columns: RecordColumn<Call>[] = [
    {
      id: 'provider',
      header: t('by.provider'),
      value: (row) => row.provider,
      cell: (row) => <ProviderName provider={row.provider} />,
    },
    {
      id: 'action',
      header: t('own.action'),
      value: (row) => row.action,
      cell: (row) => <code className="text-xs">{row.action}</code>,
    },
    {
      id: 'calls',
      header: t('own.calls'),
      numeric: true,
      value: (row) => row.calls,
      cell: (row) => formatNumber(row.calls),
    },
    {
      id: 'cost',
      header: t('group.total'),
      numeric: true,
      value: (row) => Number(row.cost.amount),
      cell: (row) => <Amount money={row.cost} />,
    },
  ]
  return (
    <Card title={t('own')} flush>
      <QueryView
        query={query}
        what={t('own')}
        loading={
          <div className="p-4">
            <LoadingLines lines={4} />
          </div>
        }
      >
        {(own) => (
          <>
            <p className="px-4 pt-3 text-[13px]">
              {t('own.budget', {
                spent: formatMoney(own.budget.spent),
                amount: formatMoney(own.budget.amount),
                percent: formatPercent(own.budget.spent_percent, 1),
              })}
            </p>
            {own.calls.length === 0 ? (
              <EmptyState title={t('own.none')} />
            ) : (
              <div className="max-h-80 overflow-y-auto">
                <RecordTable
                  label={t('own')}
                  rows={own.calls}
                  columns={columns}
                  rowId={(row) => `${row.provider} ${row.action}`}
                  csvName="own-calls"
                  sortParam="sort-own"
                />
              </div>
            )}
          </>
        )}
      </QueryView>
    </Card>
  )
}
