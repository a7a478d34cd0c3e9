import { useQuery } from '@tanstack/react-query'
import { lazy, memo, Suspense, useState } from 'react'
import { Link } from 'react-router'
import { metricLineQuery } from '@/api/overview'
import { priceHistoryQuery } from '@/api/offers'
import type { HistoricPrice, MetricValue, ProviderState, ProviderTelemetry, TypePrice } from '@/api/types'
import { ProviderName, SimulatedBadge, StaleBadge } from '@/components/domain/labels'
import { OfferMarks } from '@/components/domain/offer-line'
import { Badge, Dot, type Tone } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Field, Select } from '@/components/ui/field'
import { ChartFrame } from '@/components/ui/chart-frame'
import { EmptyState, QueryView, Skeleton } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { Hint } from '@/components/ui/tooltip'
import { domainNow, useNow } from '@/lib/clock'
import { providerTone } from '@/lib/colours'
import {
  formatAge,
  formatInstant,
  formatMoney,
  formatPercent,
  humanise,
  humaniseInside,
  providerName,
} from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { Amount } from '@/components/domain/amount'
import { linePoints } from './metric-line'
import { useText } from './text'

const TimeSeries = lazy(() => import('@/components/charts/time-series'))

const stateTones: Record<ProviderState, Tone> = { fresh: 'good', stale: 'warn', unavailable: 'bad' }
const bold = (tone: string) => (text: string) => <strong className={`font-semibold ${tone}`}>{text}</strong>

function newest(instants: string[]): string | null {
  return instants.reduce<string | null>((latest, each) => (latest === null || each > latest ? each : latest), null)
}

/** One cloud: how fresh it is, a price that can be followed, and how busy its instances are. */
function CloudCard({ telemetry }: { telemetry: ProviderTelemetry }) {
  const t = useText()
  const { provider, state, reason, outages } = telemetry
  const seen = newest([...telemetry.prices, ...telemetry.metrics].map((value) => value.received_at))
  return (
    <Card
      title={<ProviderName provider={provider} />}
      note={seen !== null && t.rich('seen.at', { age: <Age instant={seen} /> })}
      actions={
        <>
          {telemetry.simulated && <SimulatedBadge what={t('answers', { provider: providerName(provider) })} />}
          <Hint content={reason === null ? t(`state.${state}`) : `${t(`state.${state}`)} ${reason}`}>
            <Badge tone={stateTones[state]}>
              <Dot tone={stateTones[state]} />
              {humanise(state)}
            </Badge>
          </Hint>
        </>
      }
      flush
    >
      {state !== 'fresh' && (
        <div
          role="status"
          className={`border-b px-4 py-2 text-[13px] ${state === 'unavailable' ? 'bg-bad-soft' : 'bg-warn-soft'}`}
        >
          <p>
            <Since provider={provider} state={state} instant={telemetry.since} />{' '}
            {reason === null ? t(`state.${state}`) : <span lang="en">{reason}</span>}
          </p>
          {outages.length > 0 && (
            <details className="mt-1 text-xs">
              <summary className="w-fit rounded">{t('feeds', { count: outages.length })}</summary>
              <ul className="mt-1 list-disc space-y-0.5 pl-4">
                {outages.map((outage) => (
                  <li key={`${outage.feed} ${outage.region}`}>
                    {t('feed', { feed: humanise(outage.feed), region: outage.region })}
                    {': '}
                    <span lang="en">{outage.reason}</span> (<Age instant={outage.since} />)
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
      <Prices prices={telemetry.prices} provider={provider} state={state} />
      <CpuOfInstances metrics={telemetry.metrics} state={state} provider={provider} />
    </Card>
  )
}

export default memo(CloudCard)

/** Counts the seconds by itself, so that the charts are not drawn again with each. */
function Since({ provider, state, instant }: { provider: string; state: ProviderState; instant: string }) {
  const t = useText()
  const age = formatAge(instant, useNow())
  return state === 'unavailable'
    ? t.rich('outage.since', { b: bold('text-bad'), provider: providerName(provider), age })
    : t.rich('stale.since', { b: bold('text-warn'), age })
}

const keyOf = (price: TypePrice) => `${price.instance_type}/${price.purchase_option}`
const labelOf = (price: TypePrice) => `${price.instance_type} · ${humaniseInside(price.purchase_option)}`
const offerOf = (price: TypePrice) => `${price.lowest_zone}/${price.instance_type}/${price.purchase_option}`

function Prices({ prices, provider, state }: { prices: TypePrice[]; provider: string; state: ProviderState }) {
  const t = useText()
  const [chosen, setChosen] = useState<string | null>(null)
  const price =
    prices.find((each) => keyOf(each) === chosen) ?? prices.find((each) => each.purchase_option === 'spot') ?? prices[0]
  if (price === undefined) {
    return (
      <div className="border-b">
        <EmptyState title={t(state === 'unavailable' ? 'prices.unknown' : 'prices.none')}>
          {t(state === 'unavailable' ? 'return.text' : 'prices.none.text')}
        </EmptyState>
      </div>
    )
  }
  return (
    <div className="border-b p-4">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <Field label={t('price.of')} className="min-w-48 flex-1">
          {(control) => (
            <Select {...control} value={keyOf(price)} onChange={(event) => setChosen(event.target.value)}>
              {prices.map((each) => (
                <option key={keyOf(each)} value={keyOf(each)}>
                  {labelOf(each)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div className="text-right">
          <div className="num text-lg leading-tight font-semibold">
            <Amount money={price.lowest} unit="h" />
          </div>
          <OfferMarks offer={price} />
        </div>
      </div>
      <p className="num mt-2 text-xs text-muted">
        {t.rich('price.cheapest', {
          zone: price.lowest_zone.replace(/^[a-z]+:/, ''),
          typical: <Amount money={price.typical} unit="h" />,
          count: price.offers,
        })}
      </p>
      <History
        key={offerOf(price)}
        offerId={offerOf(price)}
        instanceType={price.instance_type}
        label={labelOf(price)}
        currency={price.lowest.currency}
        provider={provider}
      />
    </div>
  )
}

/** Goes on to the present: the last published price holds until there is another. */
function upTo(now: number, prices: HistoricPrice[]): HistoricPrice[] {
  const last = prices.at(-1)
  return last !== undefined && Date.parse(last.published_at) < now
    ? [...prices, { ...last, published_at: new Date(now).toISOString() }]
    : prices
}

const historyHours = 6

type Followed = { instanceType: string; label: string; currency: string; provider: string }

/** Takes texts only: a new answer about the cloud draws its chart again only where the price's own history moved. */
const History = memo(function History({ offerId, ...followed }: Followed & { offerId: string }) {
  const t = useText()
  const query = useQuery({ ...priceHistoryQuery(offerId, historyHours), refetchInterval: useRefreshInterval(60_000) })
  return (
    <div className="mt-3">
      <QueryView
        query={query}
        what={t('history')}
        compact
        loading={<Skeleton className="h-[175px] w-full" />}
        isEmpty={(prices) => prices.length === 0}
        empty={<EmptyState title={t('history.none')}>{t('history.none.text')}</EmptyState>}
      >
        {(prices) => <Chart prices={prices} asOf={query.dataUpdatedAt} {...followed} />}
      </QueryView>
    </div>
  )
})

function Chart({
  prices,
  asOf,
  instanceType,
  label: offer,
  currency,
  provider,
}: Followed & { prices: HistoricPrice[]; asOf: number }) {
  const t = useText()
  const amounts = prices.map((each) => Number(each.price.amount))
  const money = (amount: number) => formatMoney({ amount: String(amount), currency }, 'h')
  const points = upTo(domainNow(asOf), prices)
  const label = t('history.label', {
    offer,
    count: prices.length,
    low: money(Math.min(...amounts)),
    high: money(Math.max(...amounts)),
  })
  return (
    <ChartFrame
      label={label}
      csvName={`prices-${instanceType}`}
      rows={prices.toReversed()}
      columns={[
        { header: t('since'), value: (each) => each.published_at, cell: (each) => formatInstant(each.published_at) },
        {
          header: t('price'),
          value: (each) => each.price.amount,
          cell: (each) => <Amount money={each.price} unit="h" />,
          numeric: true,
        },
      ]}
      note={t('history.note', { count: prices.length })}
    >
      <Suspense fallback={<Skeleton className="h-[144px] w-full" />}>
        <TimeSeries
          label={label}
          height={144}
          format={money}
          series={[
            {
              id: 'price',
              label: offer,
              tone: providerTone(provider),
              step: true,
              points: points.map((each) => ({ at: Date.parse(each.published_at), value: Number(each.price.amount) })),
            },
          ]}
        />
      </Suspense>
    </ChartFrame>
  )
}

const rowsShown = 6

const CpuLine = memo(function CpuLine({ provider }: { provider: string }) {
  const t = useText()
  const query = useQuery({
    ...metricLineQuery('cpu_utilization', { provider }, 3),
    refetchInterval: useRefreshInterval(60_000),
  })
  const points = linePoints(query.data)
  // As high as what comes, so that nothing below it jumps.
  if (query.isPending) return <Skeleton className="mb-4 h-[143px] w-full" />
  if (points.length < 2) return null
  const label = t('cpu.line.label', { provider: providerName(provider) })
  return (
    <div className="mb-4">
      <h3 className="mb-1 text-xs font-medium text-muted">{t('cpu.line')}</h3>
      <ChartFrame
        label={label}
        csvName={`cpu-${provider}`}
        rows={points}
        columns={[
          {
            header: t('since'),
            value: (point) => new Date(point.at).toISOString(),
            cell: (point) => formatInstant(new Date(point.at).toISOString()),
          },
          {
            header: '%',
            value: (point) => point.value,
            cell: (point) => formatPercent(point.value ?? 0, 1),
            numeric: true,
          },
        ]}
      >
        <Suspense fallback={<Skeleton className="h-[96px] w-full" />}>
          <TimeSeries
            label={label}
            height={96}
            zero
            format={(value) => formatPercent(value, 0)}
            series={[{ id: 'cpu', label: t('cpu.line'), tone: providerTone(provider), points, area: true }]}
          />
        </Suspense>
      </ChartFrame>
    </div>
  )
})

function CpuOfInstances({
  metrics,
  state,
  provider,
}: {
  metrics: MetricValue[]
  state: ProviderState
  provider: string
}) {
  const t = useText()
  const cpu = metrics.filter((metric) => metric.name.startsWith('cpu')).toSorted((a, b) => b.value - a.value)
  if (cpu.length === 0) {
    return (
      <EmptyState title={t(state === 'unavailable' ? 'cpu.unknown' : 'cpu.none')}>
        {t(state === 'unavailable' ? 'return.text' : 'cpu.none.text')}
      </EmptyState>
    )
  }
  const mean = cpu.reduce((sum, metric) => sum + metric.value, 0) / cpu.length
  return (
    <div className="p-4">
      <CpuLine provider={provider} />
      <h3 className="mb-2 flex items-baseline gap-2 text-xs font-medium text-muted">
        {t('cpu')}
        <span className="num ml-auto font-normal">
          {t('cpu.mean', { mean: formatPercent(mean, 1), count: cpu.length })}
        </span>
      </h3>
      <ul className="space-y-1">
        {cpu.slice(0, rowsShown).map((metric) => (
          <li
            key={metric.instance_id}
            className="grid min-h-[24px] grid-cols-[minmax(0,1fr)_minmax(4rem,9rem)_3.5rem] items-center gap-3 text-xs"
          >
            <span className="flex min-w-0 items-center gap-2">
              {metric.workload !== null && (
                <Link
                  to={`/workloads/${encodeURIComponent(metric.workload)}`}
                  className="truncate text-accent underline underline-offset-2"
                >
                  {metric.workload}
                </Link>
              )}
              <code className="truncate text-muted">{metric.instance_id}</code>
              {metric.stale && <StaleBadge why={t('cpu.stale', { at: formatInstant(metric.observed_at) })} />}
            </span>
            <span aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-sunken">
              <span
                className="block h-full rounded-full bg-info"
                style={{ width: `${Math.max(0, Math.min(100, metric.value))}%` }}
              />
            </span>
            <span className="num text-right">{formatPercent(metric.value, 1)}</span>
          </li>
        ))}
      </ul>
      {cpu.length > rowsShown && (
        <p className="mt-2 text-xs text-muted">{t('cpu.most', { shown: rowsShown, count: cpu.length })}</p>
      )}
    </div>
  )
}
