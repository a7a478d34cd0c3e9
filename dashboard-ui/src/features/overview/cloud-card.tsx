import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import { priceHistoryQuery } from '@/api/telemetry'
import type { HistoricPrice, MetricSample, Offer, ProviderState, ProviderTelemetry } from '@/api/types'
import { ProviderName, SimulatedBadge } from '@/components/domain/labels'
import { OfferMarks } from '@/components/domain/offer-line'
import { Badge, Dot, type Tone } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Field, Select } from '@/components/ui/field'
import { EmptyState, QueryView, Skeleton } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { Hint } from '@/components/ui/tooltip'
import { domainNow } from '@/lib/clock'
import { formatInstant, formatMoney, formatNumber, humanise, providerName } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'

const PriceChart = lazy(() => import('@/components/charts/price-chart'))

const stateTones: Record<ProviderState, Tone> = { fresh: 'good', stale: 'warn', unavailable: 'bad' }
const stateTexts: Record<ProviderState, string> = {
  fresh: 'Prices and metrics are within their bounds.',
  stale: 'Older than the bounds: the provider has not answered for a while. The last values are shown.',
  unavailable: 'The provider does not answer. The last values, if there are any, are shown.',
}

function newest(instants: (string | null)[]): string | null {
  return instants.reduce<string | null>((latest, each) => (each !== null && (latest === null || each > latest) ? each : latest), null)
}

/** One cloud: how fresh it is, a spot price that can be followed, and how busy its instances are. */
export function CloudCard({ telemetry }: { telemetry: ProviderTelemetry }) {
  const { provider, state } = telemetry
  const seen = newest([...telemetry.prices.map((price) => price.received_at), ...telemetry.metrics.map((metric) => metric.observed_at)])
  return (
    <Card
      title={<ProviderName provider={provider} />}
      note={
        seen !== null && (
          <>
            seen <Age instant={seen} />
          </>
        )
      }
      actions={
        <>
          {telemetry.simulated && <SimulatedBadge what={`What ${providerName(provider)} answers`} />}
          <Hint content={stateTexts[state]}>
            <Badge tone={stateTones[state]}>
              <Dot tone={stateTones[state]} />
              {humanise(state)}
            </Badge>
          </Hint>
        </>
      }
      flush
    >
      {state === 'unavailable' && (
        <p role="status" className="border-b bg-bad-soft px-4 py-2 text-[13px]">
          <strong className="font-semibold text-bad">Outage of {providerName(provider)}.</strong> {stateTexts.unavailable}
        </p>
      )}
      <SpotPrices offers={telemetry.prices} provider={provider} state={state} />
      <CpuOfInstances metrics={telemetry.metrics} state={state} />
    </Card>
  )
}

function label(offer: Offer): string {
  return `${offer.instance_type} · ${offer.zone.replace(/^[a-z]+:/, '')} · ${humanise(offer.purchase_option).toLowerCase()}`
}

function SpotPrices({ offers, provider, state }: { offers: Offer[]; provider: string; state: ProviderState }) {
  const spot = offers.filter((offer) => offer.purchase_option === 'spot')
  const shown = spot.length > 0 ? spot : offers
  const [chosen, setChosen] = useState<string | null>(null)
  const offer = shown.find((each) => each.offer_id === chosen) ?? shown[0]
  if (offer === undefined) {
    return (
      <div className="border-b">
        <EmptyState title={state === 'unavailable' ? 'Prices are not known' : 'No spot price was collected yet'}>
          {state === 'unavailable' ? 'They appear when the provider answers again.' : 'Spot prices are collected every minute.'}
        </EmptyState>
      </div>
    )
  }
  return (
    <div className="border-b p-4">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <Field label="Price of" className="min-w-48 flex-1">
          {(control) => (
            <Select {...control} value={offer.offer_id} onChange={(event) => setChosen(event.target.value)}>
              {shown.map((each) => (
                <option key={each.offer_id} value={each.offer_id}>
                  {label(each)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div className="text-right">
          <div className="num text-lg leading-tight font-semibold">{formatMoney(offer.price, 'h')}</div>
          <OfferMarks offer={offer} />
        </div>
      </div>
      <History offer={offer} provider={provider} />
    </div>
  )
}

/** Goes on to the present: the last published price holds until there is another. */
function upTo(now: number, prices: HistoricPrice[]): HistoricPrice[] {
  const last = prices.at(-1)
  return last !== undefined && Date.parse(last.published_at) < now ? [...prices, { ...last, published_at: new Date(now).toISOString() }] : prices
}

function History({ offer, provider }: { offer: Offer; provider: string }) {
  const query = useQuery({ ...priceHistoryQuery(offer.offer_id), refetchInterval: useRefreshInterval(60_000) })
  return (
    <div className="mt-3">
      <QueryView
        query={query}
        what="The price history"
        compact
        loading={<Skeleton className="h-36 w-full" />}
        isEmpty={(prices) => prices.length === 0}
        empty={<EmptyState title="No price in the last hours">The line starts with the first price that is published.</EmptyState>}
      >
        {(prices) => <Chart prices={prices} asOf={query.dataUpdatedAt} offer={offer} provider={provider} />}
      </QueryView>
    </div>
  )
}

function Chart({ prices, asOf, offer, provider }: { prices: HistoricPrice[]; asOf: number; offer: Offer; provider: string }) {
  const points = upTo(domainNow(asOf), prices)
  const amounts = points.map((point) => Number(point.price.amount))
  const currency = offer.price.currency
  const low = formatMoney({ amount: String(Math.min(...amounts)), currency }, 'h')
  const high = formatMoney({ amount: String(Math.max(...amounts)), currency }, 'h')
  return (
    <>
      <Suspense fallback={<Skeleton className="h-36 w-full" />}>
        <PriceChart
          points={points}
          colour={provider === 'aws' ? 'var(--aws)' : 'var(--alibaba)'}
          label={`Price of ${label(offer)} in USD per hour over the last hours: ${prices.length} prices from ${low} to ${high}`}
        />
      </Suspense>
      <details className="mt-1 text-xs text-muted">
        <summary className="w-fit rounded hover:text-text">
          {prices.length === 1 ? 'One price' : `${prices.length} prices`} in 6 h, {low === high ? low : `${low} to ${high}`}: show as a table
        </summary>
        {/* A scrolling region has to take the focus, or the keyboard could not scroll it. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div className="mt-1 max-h-40 overflow-y-auto" role="region" aria-label={`Prices of ${offer.instance_type}`} tabIndex={0}>
          <table className="num w-full text-left">
            <thead>
              <tr>
                <th scope="col" className="font-medium">
                  Since
                </th>
                <th scope="col" className="text-right font-medium">
                  Price
                </th>
              </tr>
            </thead>
            <tbody>
              {prices.toReversed().map((point) => (
                <tr key={point.epoch}>
                  <td>{formatInstant(point.published_at)}</td>
                  <td className="text-right">{formatMoney(point.price, 'h')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  )
}

const rowsShown = 6

function isCpu(metric: MetricSample): boolean {
  return /cpu/i.test(metric.name)
}

function CpuOfInstances({ metrics, state }: { metrics: MetricSample[]; state: ProviderState }) {
  const cpu = metrics.filter(isCpu).toSorted((a, b) => b.value - a.value)
  if (cpu.length === 0) {
    return (
      <EmptyState title={state === 'unavailable' ? 'Metrics are not known' : 'No instance runs here'}>
        {state === 'unavailable' ? 'They appear when the provider answers again.' : 'The CPU use of each running instance is shown here, a minute after it started.'}
      </EmptyState>
    )
  }
  const mean = cpu.reduce((sum, metric) => sum + metric.value, 0) / cpu.length
  return (
    <div className="p-4">
      <h3 className="mb-2 flex items-baseline gap-2 text-xs font-medium text-muted">
        CPU of running instances
        <span className="num ml-auto font-normal">
          mean {formatNumber(mean, 1)} % of {cpu.length}
        </span>
      </h3>
      <ul className="space-y-1.5">
        {cpu.slice(0, rowsShown).map((metric) => (
          <li key={`${metric.instance} ${metric.name}`} className="grid grid-cols-[minmax(0,1fr)_minmax(4rem,9rem)_3.5rem] items-center gap-3 text-xs">
            <span className="truncate">
              {metric.workload ? (
                <Link to={`/workloads/${encodeURIComponent(metric.workload)}`} className="text-accent underline underline-offset-2">
                  {metric.workload}
                </Link>
              ) : (
                <code>{metric.instance}</code>
              )}
              {metric.workload && <code className="ml-2 text-muted">{metric.instance}</code>}
            </span>
            <span aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-sunken">
              <span className="block h-full rounded-full bg-info" style={{ width: `${Math.max(0, Math.min(100, metric.value))}%` }} />
            </span>
            <span className="num text-right">{formatNumber(metric.value, 1)} %</span>
          </li>
        ))}
      </ul>
      {cpu.length > rowsShown && <p className="mt-2 text-xs text-muted">The {rowsShown} busiest of {cpu.length}.</p>}
    </div>
  )
}
