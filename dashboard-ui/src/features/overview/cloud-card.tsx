import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import { priceHistoryQuery } from '@/api/telemetry'
import type { HistoricPrice, MetricValue, ProviderState, ProviderTelemetry, TypePrice } from '@/api/types'
import { ProviderName, SimulatedBadge, StaleBadge } from '@/components/domain/labels'
import { OfferMarks } from '@/components/domain/offer-line'
import { Badge, Dot, type Tone } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Field, Select } from '@/components/ui/field'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { EmptyState, QueryView, Skeleton } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { Hint } from '@/components/ui/tooltip'
import { domainNow } from '@/lib/clock'
import { formatInstant, formatMoney, formatNumber, humanise, providerName } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { Amount } from '@/components/domain/amount'

const PriceChart = lazy(() => import('@/components/charts/price-chart'))

const stateTones: Record<ProviderState, Tone> = { fresh: 'good', stale: 'warn', unavailable: 'bad' }
const stateTexts: Record<ProviderState, string> = {
  fresh: 'Prices and metrics are within their bounds.',
  stale: 'Older than the bounds. The last values are shown.',
  unavailable: 'The provider does not answer. The last values, if there are any, are shown.',
}

function newest(instants: string[]): string | null {
  return instants.reduce<string | null>((latest, each) => (latest === null || each > latest ? each : latest), null)
}

/** One cloud: how fresh it is, a price that can be followed, and how busy its instances are. */
export function CloudCard({ telemetry }: { telemetry: ProviderTelemetry }) {
  const { provider, state, reason, outages } = telemetry
  const seen = newest([...telemetry.prices, ...telemetry.metrics].map((value) => value.received_at))
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
          <Hint content={reason === null ? stateTexts[state] : `${stateTexts[state]} ${reason}`}>
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
            <strong className={`font-semibold ${state === 'unavailable' ? 'text-bad' : 'text-warn'}`}>
              {state === 'unavailable' ? `Outage of ${providerName(provider)}` : 'Stale'} since{' '}
              <Age instant={telemetry.since} />.
            </strong>{' '}
            {reason ?? stateTexts[state]}
          </p>
          {outages.length > 0 && (
            <details className="mt-1 text-xs">
              <summary className="w-fit rounded">
                {outages.length === 1 ? 'One feed does' : `${outages.length} feeds do`} not answer
              </summary>
              <ul className="mt-1 list-disc space-y-0.5 pl-4">
                {outages.map((outage) => (
                  <li key={`${outage.feed} ${outage.region}`}>
                    {humanise(outage.feed)} in {outage.region}: {outage.reason} (<Age instant={outage.since} />)
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
      <Prices prices={telemetry.prices} provider={provider} state={state} />
      <CpuOfInstances metrics={telemetry.metrics} state={state} />
    </Card>
  )
}

const keyOf = (price: TypePrice) => `${price.instance_type}/${price.purchase_option}`
const labelOf = (price: TypePrice) => `${price.instance_type} · ${humanise(price.purchase_option).toLowerCase()}`
const offerOf = (price: TypePrice) => `${price.lowest_zone}/${price.instance_type}/${price.purchase_option}`

function Prices({ prices, provider, state }: { prices: TypePrice[]; provider: string; state: ProviderState }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const price =
    prices.find((each) => keyOf(each) === chosen) ?? prices.find((each) => each.purchase_option === 'spot') ?? prices[0]
  if (price === undefined) {
    return (
      <div className="border-b">
        <EmptyState title={state === 'unavailable' ? 'Prices are not known' : 'No price yet'}>
          {state === 'unavailable'
            ? 'They appear when the provider answers again.'
            : 'The catalog is being read; spot prices are then collected every minute.'}
        </EmptyState>
      </div>
    )
  }
  return (
    <div className="border-b p-4">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <Field label="Price of" className="min-w-48 flex-1">
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
        Cheapest in {price.lowest_zone.replace(/^[a-z]+:/, '')}; <Amount money={price.typical} unit="h" /> in the middle
        of {price.offers === 1 ? 'one zone' : `${formatNumber(price.offers)} zones`}
      </p>
      <History key={offerOf(price)} price={price} provider={provider} />
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

function History({ price, provider }: { price: TypePrice; provider: string }) {
  const query = useQuery({ ...priceHistoryQuery(offerOf(price)), refetchInterval: useRefreshInterval(60_000) })
  return (
    <div className="mt-3">
      <QueryView
        query={query}
        what="The price history"
        compact
        loading={<Skeleton className="h-36 w-full" />}
        isEmpty={(prices) => prices.length === 0}
        empty={
          <EmptyState title="No price in the last hours">
            The line starts with the first price that is published.
          </EmptyState>
        }
      >
        {(prices) => <Chart prices={prices} asOf={query.dataUpdatedAt} price={price} provider={provider} />}
      </QueryView>
    </div>
  )
}

function Chart({
  prices,
  asOf,
  price,
  provider,
}: {
  prices: HistoricPrice[]
  asOf: number
  price: TypePrice
  provider: string
}) {
  const amounts = prices.map((each) => Number(each.price.amount))
  const { currency } = price.lowest
  const low = formatMoney({ amount: String(Math.min(...amounts)), currency }, 'h')
  const high = formatMoney({ amount: String(Math.max(...amounts)), currency }, 'h')
  return (
    <>
      <Suspense fallback={<Skeleton className="h-36 w-full" />}>
        <PriceChart
          points={upTo(domainNow(asOf), prices)}
          colour={provider === 'aws' ? 'var(--aws)' : 'var(--alibaba)'}
          label={`Price of ${labelOf(price)} in USD per hour over the last hours: ${prices.length} prices from ${low} to ${high}`}
        />
      </Suspense>
      <details className="mt-1 text-xs text-muted">
        <summary className="w-fit rounded hover:text-text">
          {prices.length === 1 ? 'One price' : `${prices.length} prices`} in 6 h,{' '}
          {low === high ? low : `${low} to ${high}`}: show as a table
        </summary>
        <ScrollRegion label={`Prices of ${labelOf(price)}`} className="mt-1 max-h-40 overflow-y-auto">
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
              {prices.toReversed().map((each) => (
                <tr key={each.epoch}>
                  <td>{formatInstant(each.published_at)}</td>
                  <td className="text-right">
                    <Amount money={each.price} unit="h" />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </details>
    </>
  )
}

const rowsShown = 6

function CpuOfInstances({ metrics, state }: { metrics: MetricValue[]; state: ProviderState }) {
  const cpu = metrics.filter((metric) => metric.name.startsWith('cpu')).toSorted((a, b) => b.value - a.value)
  if (cpu.length === 0) {
    return (
      <EmptyState title={state === 'unavailable' ? 'Metrics are not known' : 'No instance reports here'}>
        {state === 'unavailable'
          ? 'They appear when the provider answers again.'
          : 'The CPU use of each running instance is shown here, a minute after it started.'}
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
          <li
            key={metric.instance_id}
            className="grid grid-cols-[minmax(0,1fr)_minmax(4rem,9rem)_3.5rem] items-center gap-3 text-xs"
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
              {metric.stale && (
                <StaleBadge why={`Observed ${formatInstant(metric.observed_at)}; newer values have not arrived.`} />
              )}
            </span>
            <span aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-sunken">
              <span
                className="block h-full rounded-full bg-info"
                style={{ width: `${Math.max(0, Math.min(100, metric.value))}%` }}
              />
            </span>
            <span className="num text-right">{formatNumber(metric.value, 1)} %</span>
          </li>
        ))}
      </ul>
      {cpu.length > rowsShown && (
        <p className="mt-2 text-xs text-muted">
          The {rowsShown} busiest of {cpu.length}.
        </p>
      )}
    </div>
  )
}
