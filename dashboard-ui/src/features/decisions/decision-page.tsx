import { useMutation, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Link, useParams } from 'react-router'
import {
  counterfactualsQuery,
  decisionQuery,
  decisionsOfQuery,
  realisedQuery,
  recheckDecision,
  replayDecision,
  type Counterfactuals,
} from '@/api/decisions'
import type { PlacementDecision } from '@/api/types'
import { AlternativesCard, ContributionsCard, DecisionCard, ExclusionsCard } from '@/components/decision/decision-view'
import { useDecisionText } from '@/components/decision/text'
import { Amount, Told } from '@/components/domain/amount'
import { Badge } from '@/components/ui/badge'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Facts } from '@/components/ui/facts'
import { Select } from '@/components/ui/field'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, ErrorState, LoadingLines, QueryView, Skeleton } from '@/components/ui/states'
import { TableFrame, Td, Th } from '@/components/ui/table'
import {
  formatBytes,
  formatFraction,
  formatInstant,
  formatMoney,
  formatNumber,
  formatPercent,
  humanise,
  humaniseInside,
  shortHash,
} from '@/lib/format'
import { text, useUrlState } from '@/lib/url-state'

const WhatIfPanel = lazy(() => import('./what-if-panel'))

export function DecisionPage() {
  const t = useDecisionText()
  const { id = '' } = useParams()
  const [{ id: asked }, set] = useUrlState({ id: text() })
  const all = useQuery(decisionsOfQuery(id))
  const chosen = asked !== '' ? asked : (all.data?.items[0]?.id ?? '')
  const query = useQuery({ ...decisionQuery(chosen), enabled: chosen !== '' })
  return (
    <>
      <PageHeader
        title={t('title', { workload: id })}
        lead={t('lead')}
        actions={
          <>
            {all.data !== undefined && all.data.items.length > 1 && (
              <span className="w-60">
                <Select
                  aria-label={t('of')}
                  value={chosen}
                  onChange={(event) => set({ id: event.target.value }, { push: true })}
                >
                  {all.data.items.map((each) => (
                    <option key={each.id} value={each.id}>
                      {formatInstant(each.decided_at)}
                    </option>
                  ))}
                </Select>
              </span>
            )}
            <Link to={`/workloads/${encodeURIComponent(id)}`} className={buttonClass()}>
              {t('to.workload')}
            </Link>
          </>
        }
      />
      {chosen === '' ? (
        <QueryView
          query={all}
          what={t('decision.what')}
          isEmpty={(page) => page.items.length === 0}
          empty={<EmptyState title={t('none')}>{t('none.text')}</EmptyState>}
        >
          {() => <LoadingLines lines={8} />}
        </QueryView>
      ) : (
        <QueryView query={query} what={t('decision.what')} loading={<LoadingLines lines={10} />}>
          {(decision) => (
            <div className="space-y-4" key={decision.id}>
              <DecisionCard decision={decision} />
              <Suspense fallback={<Skeleton className="h-80 w-full" />}>
                <WhatIfPanel decision={decision} />
              </Suspense>
              <ContributionsCard decision={decision} />
              <AlternativesCard decision={decision} />
              <div className="grid items-start gap-4 lg:grid-cols-2">
                <CounterfactualsCard decision={decision} />
                <div className="space-y-4">
                  <RealisedCard id={decision.id} />
                  <ExclusionsCard decision={decision} />
                </div>
              </div>
              <ProvenanceCard decision={decision} />
            </div>
          )}
        </QueryView>
      )}
    </>
  )
}

type Counterfactual = Counterfactuals['items'][number]

const told = new Set([
  'price',
  'interruptions',
  'cost_weight',
  'cost_sensitivity',
  'latency_sensitivity',
  'data_size_gb',
  'estimated_duration_hours',
  'deadline',
])

const offerName = (offerId: string) => {
  const [zone = '', type = '', option = ''] = offerId.split('/')
  return `${type} · ${zone.replace(/^[a-z]+:/, '')} · ${humaniseInside(option)}`
}

function CounterfactualLine({ item, choice }: { item: Counterfactual; choice: string }) {
  const t = useDecisionText()
  if (item.flips_at === null || item.flips_at === undefined || !told.has(item.input)) {
    return <Told text={item.explanation} />
  }
  const value = (raw: string) => {
    if (item.input === 'deadline') return Number.isNaN(Date.parse(raw)) ? t('counter.never') : formatInstant(raw)
    const number = Number(raw)
    if (!Number.isFinite(number)) return raw
    if (item.input === 'price') return formatMoney({ amount: raw, currency: 'USD' }, 'h')
    const shown = formatNumber(number, Math.abs(number) < 1 ? 4 : 2)
    return shown
  }
  const percent =
    item.change_percent === null || item.change_percent === undefined
      ? ''
      : `${item.change_percent > 0 ? '+' : ''}${formatPercent(item.change_percent, 1)}`
  const values = {
    subject: offerName(item.offer_id ?? choice),
    flips: value(item.flips_at),
    current: value(item.current),
    percent,
  }
  const sentence =
    item.input === 'price'
      ? t(item.direction === 'up' ? 'counter.price.up' : 'counter.price.down', values)
      : item.input === 'interruptions'
        ? t('counter.interruptions', values)
        : t(`counter.${item.input as 'cost_weight'}`, values)
  return (
    <>
      {sentence} {item.becomes ? t('counter.becomes', { offer: offerName(item.becomes) }) : t('counter.unplaced')}
    </>
  )
}

function CounterfactualsCard({ decision }: { decision: PlacementDecision }) {
  const t = useDecisionText()
  const query = useQuery({ ...counterfactualsQuery(decision.id), enabled: decision.offer !== null })
  if (decision.offer === null) return null
  return (
    <Card title={t('counter')}>
      <QueryView
        query={query}
        what={t('counter.what')}
        compact
        loading={<LoadingLines lines={6} />}
        isEmpty={(data) => data.items.length === 0}
        empty={<p className="text-[13px] text-muted">{t('counter.none')}</p>}
      >
        {(data) => {
          const flips = data.items.filter((item) => item.flips_at !== null && item.flips_at !== undefined)
          const smallest = flips.reduce<Counterfactual | null>((least, item) => {
            const size = Math.abs(item.change_percent ?? Number.POSITIVE_INFINITY)
            return size < Math.abs(least?.change_percent ?? Number.POSITIVE_INFINITY) ? item : least
          }, null)
          if (flips.length === 0) return <p className="text-[13px] text-muted">{t('counter.none')}</p>
          return (
            <ul className="space-y-2.5 text-[13px]" data-testid="counterfactuals">
              {[...(smallest ? [smallest] : []), ...flips.filter((item) => item !== smallest)].map((item, index) => (
                <li key={`${item.input} ${item.offer_id ?? ''} ${index}`} className="flex items-start gap-2">
                  {item === smallest ? (
                    <Badge tone="accent">{t('counter.smallest')}</Badge>
                  ) : (
                    <span aria-hidden="true" className="mt-2 size-1 shrink-0 rounded-full bg-muted" />
                  )}
                  <span>
                    <CounterfactualLine item={item} choice={data.choice} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }}
      </QueryView>
    </Card>
  )
}

function RealisedCard({ id }: { id: string }) {
  const t = useDecisionText()
  const query = useQuery({ ...realisedQuery(id), refetchInterval: 60_000 })
  return (
    <Card title={t('realised')} flush>
      <QueryView
        query={query}
        what={t('realised.what')}
        compact
        loading={
          <div className="p-4">
            <LoadingLines />
          </div>
        }
      >
        {({ state, predicted, actual, cost_ratio: ratio }) => {
          if (state === 'unplaceable') return <p className="p-4 text-[13px] text-muted">{t('realised.unplaceable')}</p>
          return (
            <>
              <TableFrame label={t('realised')}>
                <thead>
                  <tr>
                    <Th>{t('realised.quantity')}</Th>
                    <Th numeric>{t('realised.predicted')}</Th>
                    <Th numeric>{t('realised.actual')}</Th>
                  </tr>
                </thead>
                <tbody>
                  <tr>
                    <Td>{t('realised.cost')}</Td>
                    <Td numeric>
                      {actual ? (
                        <Amount money={actual.predicted_cost} />
                      ) : predicted.expected_total_cost ? (
                        <Amount money={predicted.expected_total_cost} />
                      ) : predicted.hourly_cost ? (
                        <Amount money={predicted.hourly_cost} unit="h" />
                      ) : (
                        '—'
                      )}
                    </Td>
                    <Td numeric>{actual ? <Amount money={actual.realised_cost} /> : '—'}</Td>
                  </tr>
                  <tr>
                    <Td>{t('realised.hours')}</Td>
                    <Td numeric>{formatNumber(predicted.hours, 1)}</Td>
                    <Td numeric>{actual ? formatNumber(actual.hours_run, 1) : '—'}</Td>
                  </tr>
                  <tr>
                    <Td>{t('realised.interruption')}</Td>
                    <Td numeric>
                      {predicted.interruption_chance === null || predicted.interruption_chance === undefined
                        ? '—'
                        : formatFraction(predicted.interruption_chance, 1)}
                    </Td>
                    <Td numeric>
                      {actual ? t(actual.interrupted ? 'realised.interrupted' : 'realised.undisturbed') : '—'}
                    </Td>
                  </tr>
                </tbody>
              </TableFrame>
              <p className="px-4 py-2.5 text-xs text-muted">
                {actual
                  ? `${t('realised.ending', {
                      ending: humaniseInside(actual.ending),
                      ratio: ratio === null || ratio === undefined ? '—' : formatFraction(ratio),
                    })} ${actual.simulated ? t('realised.simulated') : ''}`
                  : t('realised.open')}
              </p>
            </>
          )
        }}
      </QueryView>
    </Card>
  )
}

function ProvenanceCard({ decision }: { decision: PlacementDecision }) {
  const t = useDecisionText()
  const replay = useMutation({ mutationFn: () => replayDecision(decision.id) })
  const recheck = useMutation({ mutationFn: () => recheckDecision(decision.id) })
  return (
    <Card
      title={t('provenance')}
      actions={
        <>
          <Button size="sm" disabled={replay.isPending} onClick={() => replay.mutate()} title={t('replay.hint')}>
            {t('replay')}
          </Button>
          <Button size="sm" disabled={recheck.isPending} onClick={() => recheck.mutate()} title={t('recheck.hint')}>
            {t('recheck')}
          </Button>
        </>
      }
    >
      <Facts
        items={[
          {
            term: t('model'),
            value: (
              <>
                <Badge tone={decision.model.used ? 'good' : 'neutral'}>
                  {t(decision.model.used ? 'model.used' : 'model.unused')}
                </Badge>{' '}
                <Told text={decision.model.reason} />{' '}
                <Link to="/models" className="text-accent underline underline-offset-2">
                  {t('models.all')}
                </Link>
              </>
            ),
          },
          {
            term: t('weights'),
            value: Object.entries(decision.weights)
              .map(([factor, weight]) => `${humanise(factor)} ${formatNumber(weight, 2)}`)
              .join(' · '),
          },
          { term: t('epoch'), value: formatNumber(decision.epoch) },
          { term: t('version'), value: formatNumber(decision.workload_version) },
          { term: t('seed'), value: <code>{decision.seed}</code> },
          { term: t('input'), value: <code title={decision.input_hash}>{shortHash(decision.input_hash)}</code> },
        ]}
      />
      <div aria-live="polite" className="mt-3 space-y-2 text-[13px]" data-testid="checks">
        {replay.isError && <ErrorState error={replay.error} what={t('replay.what')} verb={t('failed')} compact />}
        {replay.data?.verdict === 'identical' && (
          <p className="text-good">{t('replay.identical', { bytes: formatBytes(replay.data.bytes) })}</p>
        )}
        {replay.data?.verdict === 'different' && (
          <div className="text-bad">
            {t('replay.different', { count: replay.data.differences.length })}
            <ul className="mt-1 list-disc pl-5 text-text">
              {replay.data.differences.map((each) => (
                <li key={each.field}>
                  <code>{each.field}</code>: {each.before ?? '—'} → {each.after ?? '—'}
                </li>
              ))}
            </ul>
          </div>
        )}
        {replay.data?.verdict === 'impossible' && (
          <div className="text-warn">
            {t('replay.impossible')}
            <ul className="mt-1 list-disc pl-5 text-text">
              {replay.data.obstacles.map((each) => (
                <li key={`${each.code} ${each.subject}`}>
                  {humanise(each.code)}: <Told text={each.detail} />
                </li>
              ))}
            </ul>
          </div>
        )}
        {recheck.isError && <ErrorState error={recheck.error} what={t('recheck.what')} verb={t('failed')} compact />}
        {recheck.data && (
          <p>
            {!recheck.data.available
              ? t('recheck.gone')
              : recheck.data.still_best
                ? t('recheck.best', { epoch: recheck.data.epoch })
                : recheck.data.better_offer
                  ? t('recheck.better', {
                      offer: offerName(recheck.data.better_offer.offer_id),
                      epoch: recheck.data.epoch,
                    })
                  : t('recheck.gone')}{' '}
            {recheck.data.price_change_percent !== null &&
              recheck.data.price_change_percent !== undefined &&
              recheck.data.price_change_percent !== 0 &&
              t('recheck.change', { percent: formatPercent(recheck.data.price_change_percent, 1) })}
          </p>
        )}
      </div>
    </Card>
  )
}
