import { useQueries, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { decisionsOfQuery } from '@/api/decisions'
import { priceHistoryQuery } from '@/api/offers'
import { workloadQueueQuery } from '@/api/workloads'
import { Amount } from '@/components/domain/amount'
import { ProviderName } from '@/components/domain/labels'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ChartFrame } from '@/components/ui/chart-frame'
import { Field, Input, Select } from '@/components/ui/field'
import { EmptyState, ErrorState, Skeleton } from '@/components/ui/states'
import { TableFrame, Td, Th } from '@/components/ui/table'
import { domainNow } from '@/lib/clock'
import { cn } from '@/lib/cn'
import { toneAt } from '@/lib/colours'
import { formatInstant, formatMoney, formatPercent } from '@/lib/format'
import { useUrlState } from '@/lib/url-state'
import { offerParts, replay, stepsOf } from './replay-model'
import { SpanChoice } from './offer-sheet'
import { useText } from './text'
import { mostCompared, offerName, spanOf, viewSchema } from './view'

const TimeSeries = lazy(() => import('@/components/charts/time-series'))

const currency = 'USD'
const usd = (amount: number) => ({ amount: String(amount), currency })

/** A basket of offers over the past: what each would have cost, hour by hour, at the prices that were. */
export default function Simulator() {
  const t = useText()
  const [view, set] = useUrlState(viewSchema)
  const hours = spanOf(view.span)
  const replicas = Math.max(1, Math.min(100, Math.round(view.replicas)))
  const queue = useQuery(workloadQueueQuery)
  const decisions = useQuery({ ...decisionsOfQuery(view.workload), enabled: view.workload !== '' })
  const decision = view.workload === '' ? undefined : decisions.data?.items[0]
  const place = decision?.offer?.offer_id
  const others = decision?.alternatives.map((each) => each.offer.offer_id) ?? []
  // What a person chose comes before what lost to the workload's place.
  const basket = [...new Set([...(place === undefined ? [] : [place]), ...view.basket, ...others])].slice(
    0,
    mostCompared,
  )
  const names = (queue.data?.workloads ?? [])
    .filter((workload) => workload.decision_id !== null)
    .map((workload) => workload.id)
  const histories = useQueries({ queries: basket.map((id) => priceHistoryQuery(id, hours)) })
  const reference = basket.includes(view.reference) ? view.reference : (basket[0] ?? '')

  const [opened] = useState(() => Date.now())
  const to = domainNow(Math.max(opened, ...histories.map((each) => each.dataUpdatedAt)))
  const from = to - hours * 3_600_000
  const entries = basket.map((id, index) => {
    const steps = stepsOf(histories[index]?.data ?? [], from, to)
    return { id, steps, result: replay(steps, to, replicas), history: histories[index], tone: toneAt(index) }
  })
  const known = entries.filter((entry) => entry.result !== null)
  const baseline = entries.find((entry) => entry.id === reference)?.result ?? null
  const cheapest = known.reduce<(typeof known)[number] | null>(
    (best, entry) => ((entry.result?.total ?? 0) < (best?.result?.total ?? Number.POSITIVE_INFINITY) ? entry : best),
    null,
  )
  const percentOf = (total: number) =>
    baseline === null || baseline.total === 0 ? null : (total / baseline.total - 1) * 100
  const best = cheapest === null ? null : percentOf(cheapest.result?.total ?? 0)
  const failed = histories.find((each) => each.isError)

  const chartLabel = t('sim.chart', { replicas, hours })
  return (
    <div className="space-y-4">
      <Card>
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t('sim.workload')} className="min-w-48">
            {(control) => (
              <Select {...control} value={view.workload} onChange={(event) => set({ workload: event.target.value })}>
                <option value="">{t('sim.workload.none')}</option>
                {[...new Set([...(view.workload === '' ? [] : [view.workload]), ...names])].map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('sim.replicas')} className="w-24">
            {(control) => (
              <Input
                {...control}
                type="number"
                min={1}
                max={100}
                value={replicas}
                onChange={(event) => set({ replicas: Number(event.target.value) || 1 })}
              />
            )}
          </Field>
          <Button onClick={() => set({ tab: 'offers' }, { push: true })}>{t('sim.to.offers')}</Button>
          <SpanChoice hours={hours} onChange={(span) => set({ span })} />
        </div>
      </Card>
      {basket.length === 0 ? (
        <Card>
          <EmptyState title={t('sim.none')}>{t('sim.none.text')}</EmptyState>
        </Card>
      ) : (
        <>
          {failed !== undefined && (
            <ErrorState error={failed.error} what={t('history.what')} onRetry={() => void failed.refetch()} />
          )}
          <Card title={t('sim.title')} note={t('sim.note')} flush>
            <p role="status" className="px-4 pt-3 text-[13px] font-medium" data-testid="simulated-best">
              {cheapest === null || best === null
                ? ' '
                : cheapest.id === reference
                  ? t('sim.same')
                  : t('sim.best', { offer: offerName(cheapest.id), percent: formatPercent(-best, 1) })}
            </p>
            <div className="p-4">
              {known.length === 0 ? (
                <Skeleton className="h-52 w-full" />
              ) : (
                <ChartFrame
                  label={chartLabel}
                  csvName="replay"
                  rows={known.flatMap((entry) =>
                    (entry.result?.cumulative ?? []).map((point) => ({ offer: entry.id, ...point })),
                  )}
                  columns={[
                    { header: t('col.offer'), value: (row) => row.offer, cell: (row) => offerName(row.offer) },
                    {
                      header: t('time'),
                      value: (row) => new Date(row.at).toISOString(),
                      cell: (row) => formatInstant(new Date(row.at).toISOString()),
                    },
                    {
                      header: t('sim.cost'),
                      value: (row) => row.value,
                      cell: (row) => formatMoney(usd(row.value)),
                      numeric: true,
                    },
                  ]}
                  note={t('sim.unknown')}
                >
                  <Suspense fallback={<Skeleton className="h-52 w-full" />}>
                    <TimeSeries
                      label={chartLabel}
                      zero
                      format={(value) => formatMoney(usd(value))}
                      series={known.map((entry) => ({
                        id: entry.id,
                        label: offerName(entry.id),
                        tone: entry.tone,
                        points: entry.result?.cumulative ?? [],
                      }))}
                    />
                  </Suspense>
                </ChartFrame>
              )}
            </div>
            <TableFrame label={t('table')}>
              <thead>
                <tr>
                  <Th>{t('col.offer')}</Th>
                  <Th numeric>{t('sim.cost')}</Th>
                  <Th numeric>{t('sim.diff')}</Th>
                  <Th numeric>{t('sim.mean')}</Th>
                  <Th numeric>{t('sim.peak')}</Th>
                  <Th>
                    <span className="sr-only">{t('sim.reference')}</span>
                  </Th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => {
                  const percent = entry.result === null ? null : percentOf(entry.result.total)
                  return (
                    <tr key={entry.id}>
                      <Td>
                        <ProviderName provider={offerParts(entry.id).provider} />{' '}
                        <button
                          type="button"
                          className="rounded text-left text-accent underline-offset-2 hover:underline"
                          onClick={() => set({ offer: entry.id }, { push: true })}
                        >
                          {offerName(entry.id)}
                        </button>{' '}
                        {entry.id === reference && <Badge tone="accent">{t('sim.reference')}</Badge>}
                      </Td>
                      <Td numeric>
                        {entry.result === null ? '—' : <Amount money={usd(Number(entry.result.total.toFixed(6)))} />}
                      </Td>
                      <Td
                        numeric
                        className={cn(
                          percent !== null && (percent > 0.05 ? 'text-warn' : percent < -0.05 && 'text-good'),
                        )}
                      >
                        {percent === null || entry.id === reference
                          ? '—'
                          : `${percent > 0 ? '+' : ''}${formatPercent(percent, 1)}`}
                      </Td>
                      <Td numeric>{entry.result === null ? '—' : formatMoney(usd(entry.result.mean), 'h')}</Td>
                      <Td numeric>{entry.result === null ? '—' : formatMoney(usd(entry.result.peak), 'h')}</Td>
                      <Td>
                        <span className="flex justify-end gap-1">
                          {entry.id !== reference && (
                            <Button
                              size="sm"
                              variant="ghost"
                              aria-label={t('sim.reference.set', { offer: offerName(entry.id) })}
                              onClick={() => set({ reference: entry.id })}
                            >
                              {t('sim.reference')}
                            </Button>
                          )}
                          {view.basket.includes(entry.id) && (
                            <Button
                              size="sm"
                              variant="ghost"
                              aria-label={t('sim.remove', { offer: offerName(entry.id) })}
                              onClick={() => set({ basket: view.basket.filter((each) => each !== entry.id) })}
                            >
                              <X className="size-3.5" aria-hidden="true" />
                            </Button>
                          )}
                        </span>
                      </Td>
                    </tr>
                  )
                })}
              </tbody>
            </TableFrame>
          </Card>
          <Card title={t('sim.lines')}>
            {known.length === 0 ? (
              <Skeleton className="h-52 w-full" />
            ) : (
              <ChartFrame
                label={t('sim.lines.label', { hours })}
                csvName="prices"
                rows={known.flatMap((entry) => entry.steps.map((step) => ({ offer: entry.id, ...step })))}
                columns={[
                  { header: t('col.offer'), value: (row) => row.offer, cell: (row) => offerName(row.offer) },
                  {
                    header: t('time'),
                    value: (row) => new Date(row.at).toISOString(),
                    cell: (row) => formatInstant(new Date(row.at).toISOString()),
                  },
                  {
                    header: t('price'),
                    value: (row) => row.price,
                    cell: (row) => formatMoney(usd(row.price), 'h'),
                    numeric: true,
                  },
                ]}
              >
                <Suspense fallback={<Skeleton className="h-52 w-full" />}>
                  <TimeSeries
                    label={t('sim.lines.label', { hours })}
                    format={(value) => formatMoney(usd(value), 'h')}
                    series={known.map((entry) => ({
                      id: entry.id,
                      label: offerName(entry.id),
                      tone: entry.tone,
                      step: true,
                      points: [
                        ...entry.steps.map((step) => ({ at: step.at, value: step.price })),
                        ...(entry.steps.at(-1) === undefined
                          ? []
                          : [{ at: to, value: entry.steps.at(-1)?.price ?? null }]),
                      ],
                    }))}
                  />
                </Suspense>
              </ChartFrame>
            )}
          </Card>
        </>
      )}
    </div>
  )
}
