import { lazy, Suspense } from 'react'
import type { PlacementDecision } from '@/api/types'
import { DerivedBadge } from '@/components/domain/labels'
import { OfferLine, OfferMarks } from '@/components/domain/offer-line'
import { Badge } from '@/components/ui/badge'
import { Card, Stat } from '@/components/ui/card'
import { Facts } from '@/components/ui/facts'
import { Skeleton } from '@/components/ui/states'
import { TableFrame, Td, Th } from '@/components/ui/table'
import { Instant } from '@/components/ui/time'
import { formatFraction, formatMoney, formatNumber, formatPercent, humanise, shortHash } from '@/lib/format'
import { Amount, Told } from '@/components/domain/amount'

const ContributionChart = lazy(() => import('@/components/charts/contribution-chart'))

/** Why a workload runs where it runs. */
export function DecisionView({ decision }: { decision: PlacementDecision }) {
  return (
    <div className="space-y-4" data-testid="decision">
      <Card title="Decision" note={<Instant instant={decision.decided_at} />}>
        <p className="max-w-prose text-[13px] leading-relaxed">
          <Told text={decision.summary} />
        </p>
        {decision.outcome === 'unplaceable' || decision.offer === null ? (
          <p className="mt-3">
            <Badge tone="bad">Unplaceable</Badge>
          </p>
        ) : (
          <>
            <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-sunken px-3 py-2.5 text-[13px]">
              <OfferLine offer={decision.offer} />
              <OfferMarks offer={decision.offer} />
            </div>
            <div className="mt-4 grid grid-cols-2 gap-4 md:grid-cols-4">
              <Stat
                label="Hourly cost"
                value={decision.hourly_cost === null ? '—' : <Amount money={decision.hourly_cost} unit="h" />}
                hint={
                  decision.expected_total_cost === null
                    ? 'no end is planned'
                    : `${formatMoney(decision.expected_total_cost)} expected in all`
                }
              />
              <Stat
                label={
                  <>
                    Saving{' '}
                    <DerivedBadge how="Against the cheapest on-demand offer that fits in the home region at decision time, held for the workload’s life." />
                  </>
                }
                value={decision.saving_percent === null ? '—' : formatPercent(decision.saving_percent, 1)}
                hint={
                  decision.baseline === null
                    ? 'there is no baseline'
                    : `baseline ${formatMoney(decision.baseline.hourly_cost, 'h')}`
                }
              />
              <Stat label="Score" value={decision.score.toFixed(3)} hint="of 1, the sum of the contributions" />
              <Stat
                label="Confidence"
                value={formatFraction(decision.confidence)}
                hint={`${formatNumber(decision.eligible)} of ${formatNumber(decision.candidates)} offers fit`}
              />
            </div>
          </>
        )}
        {decision.exceptions.length > 0 && (
          <ul className="mt-4 space-y-1.5 text-[13px]">
            {decision.exceptions.map((exception) => (
              <li key={`${exception.kind} ${exception.explanation}`} className="flex items-start gap-2">
                <Badge tone="warn">Not the cheapest: {humanise(exception.kind).toLowerCase()}</Badge>
                <span>{exception.explanation}</span>
              </li>
            ))}
          </ul>
        )}
      </Card>

      {decision.contributions.length > 0 && (
        <Card title="What made the score" flush>
          <div className="px-4 pt-4">
            <Suspense fallback={<Skeleton className="h-44 w-full" />}>
              <ContributionChart contributions={decision.contributions} score={decision.score} />
            </Suspense>
          </div>
          <TableFrame label="Contributions to the score">
            <thead>
              <tr>
                <Th>Factor</Th>
                <Th numeric>Weight</Th>
                <Th numeric>Value</Th>
                <Th numeric>Contribution</Th>
                <Th>Because</Th>
              </tr>
            </thead>
            <tbody>
              {decision.contributions.map((entry) => (
                <tr key={entry.factor}>
                  <Td>{humanise(entry.factor)}</Td>
                  <Td numeric>{entry.weight.toFixed(2)}</Td>
                  <Td numeric>{entry.value.toFixed(3)}</Td>
                  <Td numeric>{entry.contribution.toFixed(3)}</Td>
                  <Td className="min-w-56">{entry.explanation}</Td>
                </tr>
              ))}
              <tr className="font-medium">
                <Td>Score</Td>
                <Td numeric>{''}</Td>
                <Td numeric>{''}</Td>
                <Td numeric>{decision.score.toFixed(3)}</Td>
                <Td>{''}</Td>
              </tr>
            </tbody>
          </TableFrame>
        </Card>
      )}

      {(decision.alternatives.length > 0 || decision.cheapest_elsewhere !== null) && (
        <Card title="What else was possible" flush>
          <TableFrame label="Alternatives">
            <thead>
              <tr>
                <Th numeric>Rank</Th>
                <Th>Offer</Th>
                <Th numeric>Cost</Th>
                <Th numeric>Score</Th>
                <Th>Lost because</Th>
              </tr>
            </thead>
            <tbody>
              {decision.alternatives.map((alternative) => (
                <tr key={alternative.rank}>
                  <Td numeric>{alternative.rank}</Td>
                  <Td className="min-w-64">
                    <OfferLine offer={alternative.offer} /> <OfferMarks offer={alternative.offer} />
                  </Td>
                  <Td numeric>
                    <Amount money={alternative.hourly_cost} unit="h" />
                  </Td>
                  <Td numeric>{alternative.score.toFixed(3)}</Td>
                  <Td className="min-w-56">{alternative.lost_because}</Td>
                </tr>
              ))}
              {decision.cheapest_elsewhere !== null && (
                <tr className="bg-sunken">
                  <Td className="text-xs text-muted">Cheapest in the other cloud</Td>
                  <Td className="min-w-64">
                    <OfferLine offer={decision.cheapest_elsewhere.offer} />{' '}
                    <OfferMarks offer={decision.cheapest_elsewhere.offer} />
                  </Td>
                  <Td numeric>
                    <Amount money={decision.cheapest_elsewhere.hourly_cost} unit="h" />
                  </Td>
                  <Td numeric>{decision.cheapest_elsewhere.score.toFixed(3)}</Td>
                  <Td className="min-w-56">{decision.cheapest_elsewhere.lost_because}</Td>
                </tr>
              )}
            </tbody>
          </TableFrame>
        </Card>
      )}

      <div className="grid gap-4 lg:grid-cols-2">
        <Card title="What was ruled out" flush>
          {decision.exclusions.length === 0 ? (
            <p className="p-4 text-[13px] text-muted">
              Every one of the {formatNumber(decision.candidates)} offers fitted.
            </p>
          ) : (
            <TableFrame label="Offers ruled out by constraint">
              <thead>
                <tr>
                  <Th>Constraint</Th>
                  <Th numeric>Offers ruled out</Th>
                </tr>
              </thead>
              <tbody>
                {decision.exclusions.map((exclusion) => (
                  <tr key={exclusion.constraint}>
                    <Td>
                      <code className="text-xs">{exclusion.constraint}</code>
                    </Td>
                    <Td numeric>{formatNumber(exclusion.offers)}</Td>
                  </tr>
                ))}
              </tbody>
            </TableFrame>
          )}
        </Card>
        <Card title="How it can be checked">
          <Facts
            items={[
              { term: 'Price epoch', value: decision.epoch },
              { term: 'Workload version', value: decision.workload_version },
              { term: 'Seed', value: decision.seed },
              { term: 'Input', value: <code title={decision.input_hash}>{shortHash(decision.input_hash)}</code> },
              {
                term: 'Weights',
                value: Object.entries(decision.weights)
                  .map(([factor, weight]) => `${factor} ${weight.toFixed(2)}`)
                  .join(' · '),
              },
              { term: 'Model', value: `${decision.model.used ? 'used' : 'not used'}: ${decision.model.reason}` },
            ]}
          />
        </Card>
      </div>
    </div>
  )
}
