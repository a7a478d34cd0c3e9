import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { previewQuery, type Placement } from '@/api/decisions'
import { Amount, Told } from '@/components/domain/amount'
import { OfferLine, OfferMarks } from '@/components/domain/offer-line'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Facts } from '@/components/ui/facts'
import { ErrorState, LoadingLines } from '@/components/ui/states'
import { cn } from '@/lib/cn'
import { formatFraction, formatMoney, formatPercent, humaniseInside } from '@/lib/format'
import type { Offer } from '@/api/types'
import { useDecisionText } from './text'

/** Where a workload would go now, while it is still being written. */
export function Preview({ spec }: { spec: Record<string, unknown> | null }) {
  const t = useDecisionText()
  const query = useQuery({
    ...previewQuery(spec ?? {}),
    enabled: spec !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
  return (
    <Card title={t('preview')} note={t('preview.note')}>
      <div aria-live="polite" data-testid="preview" className={cn(query.isPlaceholderData && 'opacity-60')}>
        {spec === null ? (
          <p className="text-[13px] text-muted">{t('preview.wait')}</p>
        ) : query.isError ? (
          <ErrorState error={query.error} what={t('preview.what')} onRetry={() => void query.refetch()} compact />
        ) : query.data === undefined ? (
          <LoadingLines lines={4} label={t('whatif.deciding')} />
        ) : (
          <PlacementFacts placement={query.data.after} />
        )}
      </div>
    </Card>
  )
}

/** What a placement that is not stored chose, what it costs and what comes next. */
export function PlacementFacts({ placement }: { placement: Placement }) {
  const t = useDecisionText()
  const offer = (placement.offer ?? null) as Offer | null
  if (offer === null) {
    return (
      <div className="text-[13px]">
        <Badge tone="bad">{t('whatif.unplaced')}</Badge>
        {placement.unplaceable_reason && (
          <p className="mt-2">
            <Told text={placement.unplaceable_reason} />
          </p>
        )}
      </div>
    )
  }
  const { hourly_cost: cost, expected_total_cost: total, baseline } = placement
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-sunken px-3 py-2 text-[13px]">
        <OfferLine offer={offer} />
        <OfferMarks offer={offer} />
      </div>
      <Facts
        narrow
        items={[
          cost ? { term: t('cost'), value: <Amount money={cost} unit="h" /> } : null,
          total ? { term: t('money'), value: t('cost.total', { amount: formatMoney(total) }) } : null,
          placement.saving_percent === null || placement.saving_percent === undefined
            ? null
            : {
                term: t('saving'),
                value: `${formatPercent(placement.saving_percent, 1)}${
                  baseline ? ` · ${t('saving.baseline', { amount: formatMoney(baseline.hourly_cost, 'h') })}` : ''
                }`,
              },
          { term: t('confidence'), value: formatFraction(placement.confidence) },
        ]}
      />
      {placement.exceptions.map((exception) => (
        <p key={exception.explanation} className="flex flex-wrap items-start gap-2 text-xs">
          <Badge tone="warn">{t('exception', { kind: humaniseInside(exception.kind) })}</Badge>
          <Told text={exception.explanation} />
        </p>
      ))}
      {placement.alternatives.length > 0 && (
        <div>
          <h3 className="mb-1 text-xs font-medium text-muted">{t('preview.others')}</h3>
          <ul className="space-y-1.5 text-xs">
            {placement.alternatives.slice(0, 3).map((each) => (
              <li key={each.rank}>
                <span className="flex flex-wrap items-center gap-x-2">
                  <OfferLine offer={each.offer as Offer} />
                  <span className="num ml-auto">
                    <Amount money={each.hourly_cost} unit="h" />
                  </span>
                </span>
                <span className="text-muted">
                  <Told text={each.lost_because} />
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
