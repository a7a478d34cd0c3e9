import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import {
  capacityQuery,
  interruptionQuery,
  offerQuery,
  priceForecastQuery,
  priceHistoryQuery,
  transferQuery,
  type MarketOffer,
  type PriceForecast,
} from '@/api/offers'
import type { HistoricPrice } from '@/api/types'
import { Amount, Told } from '@/components/domain/amount'
import { OriginBadge, ProviderName } from '@/components/domain/labels'
import { OfferMarks } from '@/components/domain/offer-line'
import { Button } from '@/components/ui/button'
import { ChartFrame } from '@/components/ui/chart-frame'
import { Facts } from '@/components/ui/facts'
import { Sheet } from '@/components/ui/sheet'
import { EmptyState, ErrorState, LoadingLines, QueryView, Skeleton } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { domainNow } from '@/lib/clock'
import { cn } from '@/lib/cn'
import { providerTone } from '@/lib/colours'
import { formatFraction, formatInstant, formatMoney, formatNumber, formatSpan, humanise } from '@/lib/format'
import { useUrlState } from '@/lib/url-state'
import { offerParts } from './replay-model'
import { useText } from './text'
import { offerName, spanOf, spans, viewSchema } from './view'

const TimeSeries = lazy(() => import('@/components/charts/time-series'))
const Bars = lazy(() => import('@/components/charts/bars'))

/** So far ahead prices are forecast. */
const forecastHours = 48

export default function OfferSheet({
  offerId,
  onClose,
  onCompare,
}: {
  offerId: string
  onClose: () => void
  onCompare: () => void
}) {
  const t = useText()
  const query = useQuery(offerQuery(offerId))
  const { provider } = offerParts(offerId)
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={offerName(offerId)}
      description={<ProviderName provider={provider} />}
    >
      <QueryView
        query={query}
        what={t('offer.what')}
        isEmpty={(offer) => offer === null}
        empty={<EmptyState title={t('offer.none')}>{t('offer.none.text')}</EmptyState>}
      >
        {(offer) =>
          offer !== null && (
            <div className="space-y-6">
              <div className="flex flex-wrap items-center gap-3">
                <span className="num text-xl font-semibold">
                  <Amount money={offer.price} unit="h" />
                </span>
                <OfferMarks offer={offer} />
                <Button className="ml-auto" onClick={onCompare}>
                  {t('compare.add')}
                </Button>
              </div>
              <PriceHistory offer={offer} />
              {offer.purchase_option === 'spot' && <Interruption offer={offer} />}
              <section aria-label={t('facts')}>
                <h3 className="mb-2 text-xs font-medium text-muted">{t('facts')}</h3>
                <Facts
                  narrow
                  items={[
                    { term: t('region'), value: offer.region },
                    { term: t('col.vcpu'), value: formatNumber(offer.vcpu) },
                    { term: t('col.memory'), value: `${formatNumber(offer.memory_gb)} GiB` },
                    offer.gpus > 0 && { term: t('col.gpus'), value: `${offer.gpus} ${offer.gpu_model ?? ''}` },
                    { term: t('architecture'), value: offer.architecture },
                    { term: t('option'), value: humanise(offer.purchase_option) },
                    { term: t('list'), value: <Amount money={offer.list_price} unit="h" /> },
                    { term: t('source'), value: <code className="text-xs">{offer.source}</code> },
                    { term: t('col.observed'), value: <Age instant={offer.observed_at} /> },
                  ]}
                />
              </section>
              <Capacity offer={offer} />
              <Transfers region={offer.region} />
            </div>
          )
        }
      </QueryView>
    </Sheet>
  )
}

type Row = { time: string; kind: 'observed' | 'expected'; price: number; low: number | null; high: number | null }

function rowsOf(prices: readonly HistoricPrice[], forecast: PriceForecast | undefined): Row[] {
  return [
    ...prices.map((each): Row => ({
      time: each.published_at,
      kind: 'observed',
      price: Number(each.price.amount),
      low: null,
      high: null,
    })),
    ...(forecast?.points ?? []).map((point): Row => ({
      time: point.time,
      kind: 'expected',
      price: point.value,
      low: point.interval80.low,
      high: point.interval80.high,
    })),
  ]
}

function PriceHistory({ offer }: { offer: MarketOffer }) {
  const t = useText()
  const [view, set] = useUrlState(viewSchema)
  const hours = spanOf(view.span)
  const query = useQuery(priceHistoryQuery(offer.offer_id, hours))
  const forecast = useQuery({ ...priceForecastQuery(offer.offer_id, forecastHours), retry: false })
  const { currency } = offer.price
  const money = (amount: number) => formatMoney({ amount: String(amount), currency }, 'h')
  const label = t('history.label', { offer: offerName(offer.offer_id), hours })
  const lacking = forecast.data?.lacking
  return (
    <section aria-label={t('history')}>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <h3 className="text-xs font-medium text-muted">{t('history')}</h3>
        <SpanChoice hours={hours} onChange={(span) => set({ span })} />
      </div>
      <QueryView
        query={query}
        what={t('history.what')}
        compact
        loading={<Skeleton className="h-56 w-full" />}
        isEmpty={(prices) => prices.length === 0}
        empty={<EmptyState title={t('history.none')}>{t('history.none.text')}</EmptyState>}
      >
        {(prices) => {
          const now = domainNow(query.dataUpdatedAt)
          const last = prices.at(-1)
          return (
            <ChartFrame
              label={label}
              csvName={offer.offer_id.replace(/\W+/g, '-')}
              rows={rowsOf(prices, forecast.data)}
              columns={[
                { header: t('time'), value: (row) => row.time, cell: (row) => formatInstant(row.time) },
                { header: t('kind'), value: (row) => row.kind, cell: (row) => t(row.kind) },
                { header: t('price'), value: (row) => row.price, cell: (row) => money(row.price), numeric: true },
                {
                  header: t('low'),
                  value: (row) => row.low,
                  cell: (row) => (row.low === null ? '—' : money(row.low)),
                  numeric: true,
                },
                {
                  header: t('high'),
                  value: (row) => row.high,
                  cell: (row) => (row.high === null ? '—' : money(row.high)),
                  numeric: true,
                },
              ]}
            >
              <Suspense fallback={<Skeleton className="h-56 w-full" />}>
                <TimeSeries
                  label={label}
                  format={money}
                  now={now}
                  series={[
                    {
                      id: 'price',
                      label: t('price'),
                      tone: providerTone(offer.provider),
                      step: true,
                      points: [
                        ...prices.map((each) => ({
                          at: Date.parse(each.published_at),
                          value: Number(each.price.amount),
                        })),
                        ...(last === undefined ? [] : [{ at: now, value: Number(last.price.amount) }]),
                      ],
                    },
                    ...(forecast.data !== undefined && forecast.data.points.length > 0
                      ? [
                          {
                            id: 'forecast',
                            label: t('forecast'),
                            tone: 7 as const,
                            dashed: true,
                            points: forecast.data.points.map((point) => ({
                              at: Date.parse(point.time),
                              value: point.value,
                              band: [point.interval80.low, point.interval80.high] as [number, number],
                            })),
                          },
                        ]
                      : []),
                  ]}
                />
              </Suspense>
            </ChartFrame>
          )
        }}
      </QueryView>
      <p className="mt-1 text-xs text-muted">{t('history.note')}</p>
      {forecast.isError && (
        <div className="mt-2">
          <ErrorState error={forecast.error} what={t('forecast.what')} compact />
        </div>
      )}
      {forecast.data && (
        <p className="mt-1 text-xs text-muted">
          {lacking
            ? t('forecast.lacking', { known: lacking.known, needed: lacking.needed })
            : forecast.data.model &&
              (forecast.data.mase === null || forecast.data.mase === undefined
                ? t('forecast.model.plain', { model: forecast.data.model })
                : t('forecast.model', {
                    model: forecast.data.model,
                    mase: formatFraction(forecast.data.mase),
                  }))}
        </p>
      )}
    </section>
  )
}

export function SpanChoice({ hours, onChange }: { hours: number; onChange: (hours: number) => void }) {
  const t = useText()
  return (
    <div role="group" aria-label={t('span')} className="ml-auto flex rounded-md border p-0.5">
      {spans.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={hours === each}
          className={cn(
            'h-6 rounded px-2 text-xs font-medium text-muted hover:text-text',
            hours === each && 'bg-accent-soft text-accent',
          )}
          onClick={() => onChange(each)}
        >
          {formatSpan(each * 3600)}
        </button>
      ))}
    </div>
  )
}

function Interruption({ offer }: { offer: MarketOffer }) {
  const t = useText()
  const query = useQuery({ ...interruptionQuery(offer.zone, offer.instance_type), retry: false })
  return (
    <section aria-label={t('spot')}>
      <h3 className="mb-2 text-xs font-medium text-muted">{t('spot')}</h3>
      <QueryView query={query} what={t('spot.what')} compact loading={<LoadingLines />}>
        {(page) => {
          const forecast = page.items[0]
          if (forecast === undefined) return <p className="text-[13px] text-muted">{t('spot.none')}</p>
          return (
            <>
              <Suspense fallback={<Skeleton className="h-20 w-full" />}>
                <Bars
                  label={t('spot.chart')}
                  format={(value) => formatFraction(value, 1)}
                  rows={forecast.chances.map((chance) => ({
                    id: String(chance.hours),
                    label: t('within', { hours: formatSpan(chance.hours * 3600) }),
                    value: chance.probability,
                    tone: 1,
                  }))}
                />
              </Suspense>
              <p className="mt-2 text-xs text-muted">
                <Told text={forecast.explanation} />
              </p>
            </>
          )
        }}
      </QueryView>
    </section>
  )
}

function Capacity({ offer }: { offer: MarketOffer }) {
  const t = useText()
  const query = useQuery({ ...capacityQuery(offer.zone, offer.instance_type), retry: false })
  const hint = query.data?.items[0]
  if (hint === undefined) return null
  return (
    <section aria-label={t('capacity')}>
      <h3 className="mb-1 text-xs font-medium text-muted">{t('capacity')}</h3>
      <p className="text-[13px]">
        {t(hint.in_stock === false ? 'capacity.out' : 'capacity.in')}
        {hint.placement_score !== undefined && ` · ${t('capacity.score', { score: hint.placement_score })}`}
        {hint.observed_at !== undefined && (
          <>
            {' · '}
            <Age instant={hint.observed_at} />
          </>
        )}
      </p>
    </section>
  )
}

/** So many of the nearest places are shown; the file has them all. */
const transfersShown = 8

function Transfers({ region }: { region: string }) {
  const t = useText()
  const query = useQuery(transferQuery(region))
  return (
    <section aria-label={t('transfer')}>
      <h3 className="mb-2 text-xs font-medium text-muted">{t('transfer')}</h3>
      <QueryView query={query} what={t('transfer.what')} compact loading={<LoadingLines />}>
        {(page) => {
          const others = page.items.filter((each) => each.to_region !== region)
          return (
            <ChartFrame
              label={t('transfer')}
              csvName="transfer"
              rows={others}
              columns={[
                { header: t('transfer.to'), value: (row) => row.to_region },
                {
                  header: t('transfer.price'),
                  value: (row) => row.price_per_gb.amount,
                  cell: (row) => formatMoney(row.price_per_gb),
                  numeric: true,
                },
                { header: t('source'), value: (row) => row.origin, cell: (row) => <OriginBadge origin={row.origin} /> },
              ]}
            >
              <Suspense fallback={<Skeleton className="h-32 w-full" />}>
                <Bars
                  label={t('transfer')}
                  format={(value) => formatMoney({ amount: String(value), currency: 'USD' })}
                  rows={others.slice(0, transfersShown).map((each) => ({
                    id: each.to_region,
                    label: each.to_region,
                    value: Number(each.price_per_gb.amount),
                    tone: providerTone(each.to_region.split(':')[0] ?? ''),
                  }))}
                />
              </Suspense>
            </ChartFrame>
          )
        }}
      </QueryView>
    </section>
  )
}
