import type { ReactNode } from 'react'
import type { PlacementDecision } from '@/api/types'
import { Amount, Told } from '@/components/domain/amount'
import { DerivedBadge } from '@/components/domain/labels'
import { OfferLine, OfferMarks } from '@/components/domain/offer-line'
import { Badge } from '@/components/ui/badge'
import { Card, Stat } from '@/components/ui/card'
import { TableFrame, Td, Th } from '@/components/ui/table'
import { Instant } from '@/components/ui/time'
import { formatFraction, formatMoney, formatNumber, formatPercent, humanise, humaniseInside } from '@/lib/format'
import { ContributionChart } from './contribution-chart'
import { useDecisionText } from './text'

const bare = (id: string) => id.replace(/^[a-z]+:/, '')

/** What was chosen, and its figures. */
export function DecisionCard({ decision, actions }: { decision: PlacementDecision; actions?: ReactNode }) {
  const t = useDecisionText()
  // As after an edit that leaves a workload where it runs.
  const given = decision.exclusions.some((exclusion) => exclusion.constraint === 'pinned')
  return (
    <Card title={t('decision')} note={<Instant instant={decision.decided_at} />} actions={actions}>
      <p className="max-w-prose text-[13px] leading-relaxed">
        {decision.offer === null
          ? t('summary.unplaceable', { workload: decision.workload_id, candidates: decision.candidates })
          : t(given ? 'summary.given' : 'summary.placed', {
              workload: decision.workload_id,
              offer: decision.offer.instance_type,
              zone: bare(decision.offer.zone),
              count: decision.eligible,
              candidates: decision.candidates,
            })}
      </p>
      {decision.outcome === 'unplaceable' || decision.offer === null ? (
        <p className="mt-3">
          <Badge tone="bad">{t('unplaceable')}</Badge>
        </p>
      ) : (
        <>
          <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-sunken px-3 py-2.5 text-[13px]">
            <OfferLine offer={decision.offer} />
            <OfferMarks offer={decision.offer} />
          </div>
          <div className="mt-4 grid grid-cols-2 gap-4 md:grid-cols-4">
            <Stat
              label={t('cost')}
              value={decision.hourly_cost === null ? '—' : <Amount money={decision.hourly_cost} unit="h" />}
              hint={
                decision.expected_total_cost === null
                  ? t('cost.open')
                  : t('cost.total', { amount: formatMoney(decision.expected_total_cost) })
              }
            />
            <Stat
              label={
                <>
                  {t('saving')} <DerivedBadge how={t('saving.how')} />
                </>
              }
              value={decision.saving_percent === null ? '—' : formatPercent(decision.saving_percent, 1)}
              hint={
                decision.baseline === null
                  ? t('saving.none')
                  : decision.saving_percent === 0
                    ? t('saving.itself')
                    : t('saving.baseline', { amount: formatMoney(decision.baseline.hourly_cost, 'h') })
              }
            />
            <Stat label={t('score')} value={formatNumber(decision.score, 3)} hint={t('score.hint')} />
            <Stat
              label={t('confidence')}
              value={formatFraction(decision.confidence)}
              hint={given ? t('fit.given') : t('fit', { count: decision.eligible, candidates: decision.candidates })}
            />
          </div>
        </>
      )}
      {decision.exceptions.length > 0 && (
        <ul className="mt-4 space-y-1.5 text-[13px]">
          {decision.exceptions.map((exception) => (
            <li key={`${exception.kind} ${exception.explanation}`} className="flex flex-wrap items-start gap-2">
              <Badge tone="warn">{t('exception', { kind: humaniseInside(exception.kind) })}</Badge>
              <Told text={exception.explanation} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

/** What each factor added to the score, drawn and told. */
export function ContributionsCard({ decision }: { decision: PlacementDecision }) {
  const t = useDecisionText()
  if (decision.contributions.length === 0) return null
  return (
    <Card title={t('contributions')} flush>
      <div className="max-w-2xl p-4">
        <ContributionChart contributions={decision.contributions} score={decision.score} />
      </div>
      <TableFrame label={t('contributions.table')}>
        <thead>
          <tr>
            <Th>{t('factor')}</Th>
            <Th numeric>{t('weight')}</Th>
            <Th numeric>{t('value')}</Th>
            <Th numeric>{t('contribution')}</Th>
            <Th>{t('because')}</Th>
          </tr>
        </thead>
        <tbody>
          {decision.contributions.map((entry) => (
            <tr key={entry.factor}>
              <Td>{humanise(entry.factor)}</Td>
              <Td numeric>{formatNumber(entry.weight, 2)}</Td>
              <Td numeric>{formatNumber(entry.value, 3)}</Td>
              <Td numeric>{formatNumber(entry.contribution, 3)}</Td>
              <Td className="min-w-56">
                <Told text={entry.explanation} />
              </Td>
            </tr>
          ))}
          <tr className="font-medium">
            <Td>{t('score')}</Td>
            <Td numeric>{''}</Td>
            <Td numeric>{''}</Td>
            <Td numeric>{formatNumber(decision.score, 3)}</Td>
            <Td>{''}</Td>
          </tr>
        </tbody>
      </TableFrame>
    </Card>
  )
}

/** Who came next, and why each of them lost. */
export function AlternativesCard({ decision }: { decision: PlacementDecision }) {
  const t = useDecisionText()
  if (decision.alternatives.length === 0 && decision.cheapest_elsewhere === null) return null
  return (
    <Card title={t('alternatives')} flush>
      <TableFrame label={t('alternatives.table')}>
        <thead>
          <tr>
            <Th numeric>{t('rank')}</Th>
            <Th>{t('offer')}</Th>
            <Th numeric>{t('money')}</Th>
            <Th numeric>{t('score')}</Th>
            <Th>{t('lost')}</Th>
          </tr>
        </thead>
        <tbody>
          {decision.offer !== null && decision.hourly_cost !== null && (
            <tr className="bg-accent-soft">
              <Td numeric>{formatNumber(1)}</Td>
              <Td className="min-w-64">
                <OfferLine offer={decision.offer} />
              </Td>
              <Td numeric>
                <Amount money={decision.hourly_cost} unit="h" />
              </Td>
              <Td numeric>{formatNumber(decision.score, 3)}</Td>
              <Td className="font-medium">{t('chosen')}</Td>
            </tr>
          )}
          {decision.alternatives.map((alternative) => (
            <tr key={alternative.rank}>
              <Td numeric>{formatNumber(alternative.rank)}</Td>
              <Td className="min-w-64">
                <OfferLine offer={alternative.offer} /> <OfferMarks offer={alternative.offer} />
              </Td>
              <Td numeric>
                <Amount money={alternative.hourly_cost} unit="h" />
              </Td>
              <Td numeric>{formatNumber(alternative.score, 3)}</Td>
              <Td className="min-w-56">
                <Told text={alternative.lost_because} />
              </Td>
            </tr>
          ))}
          {decision.cheapest_elsewhere !== null && (
            <tr className="bg-sunken">
              <Td className="text-xs text-muted">{t('elsewhere')}</Td>
              <Td className="min-w-64">
                <OfferLine offer={decision.cheapest_elsewhere.offer} />{' '}
                <OfferMarks offer={decision.cheapest_elsewhere.offer} />
              </Td>
              <Td numeric>
                <Amount money={decision.cheapest_elsewhere.hourly_cost} unit="h" />
              </Td>
              <Td numeric>{formatNumber(decision.cheapest_elsewhere.score, 3)}</Td>
              <Td className="min-w-56">
                <Told text={decision.cheapest_elsewhere.lost_because} />
              </Td>
            </tr>
          )}
        </tbody>
      </TableFrame>
    </Card>
  )
}

/** Which constraint ruled how many offers out. */
export function ExclusionsCard({ decision }: { decision: PlacementDecision }) {
  const t = useDecisionText()
  return (
    <Card title={t('excluded')} flush>
      {decision.exclusions.length === 0 ? (
        <p className="p-4 text-[13px] text-muted">{t('excluded.none', { count: decision.candidates })}</p>
      ) : (
        <TableFrame label={t('excluded.table')}>
          <thead>
            <tr>
              <Th>{t('constraint')}</Th>
              <Th numeric>{t('excluded.count')}</Th>
            </tr>
          </thead>
          <tbody>
            {decision.exclusions.map((exclusion) => (
              <tr key={exclusion.constraint}>
                <Td>{humanise(exclusion.constraint)}</Td>
                <Td numeric>{formatNumber(exclusion.offers)}</Td>
              </tr>
            ))}
          </tbody>
        </TableFrame>
      )}
    </Card>
  )
}
