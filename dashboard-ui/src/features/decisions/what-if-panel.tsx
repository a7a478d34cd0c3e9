import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { whatIfQuery, type WhatIfRequest } from '@/api/decisions'
import { regionsQuery } from '@/api/offers'
import type { Offer, PlacementDecision } from '@/api/types'
import { ContributionChart } from '@/components/decision/contribution-chart'
import { useDecisionText } from '@/components/decision/text'
import { Amount } from '@/components/domain/amount'
import { OfferLine } from '@/components/domain/offer-line'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field, Input, Select } from '@/components/ui/field'
import { ErrorState, LoadingLines } from '@/components/ui/states'
import { cn } from '@/lib/cn'
import { formatNumber, formatPercent, humanise } from '@/lib/format'
import { useUrlState } from '@/lib/url-state'
import { factors, questionOf, shownWeight, untouched, whatIfSchema, type WhatIfState } from './what-if-model'

/** The sliders settle for this long before the question is asked. */
const restMs = 180

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  const key = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(key) as T), restMs)
    return () => clearTimeout(timer)
  }, [key])
  return settled
}

const same = (one: WhatIfState, other: WhatIfState) => JSON.stringify(one) === JSON.stringify(other)

/** Challenges a decision in place: each move of a slider decides again, and the address keeps the supposition. */
export default function WhatIfPanel({ decision }: { decision: PlacementDecision }) {
  const t = useDecisionText()
  const navigate = useNavigate()
  const [state, set] = useUrlState(whatIfSchema)
  // A slider that wrote into the address at each pixel would flood the browser's history.
  const [draft, setDraft] = useState<WhatIfState>(state)
  const settled = useSettled(draft)
  // Going to the address that one is at would still break off a way to another page.
  const news = same(settled, draft) && !same(settled, state)
  useEffect(() => {
    if (news) set(settled)
  }, [news, settled, set])
  const change = (patch: Partial<WhatIfState>) => setDraft((present) => ({ ...present, ...patch }))
  const regions = useQuery(regionsQuery)
  const question = questionOf(settled, decision)

  const slider = (
    label: string,
    value: number,
    shown: string,
    range: { min: number; max: number; step: number },
    onChange: (value: number) => void,
  ) => (
    <Field
      label={
        <span className="flex gap-2">
          {label}
          <span className="num ml-auto font-normal text-muted">{shown}</span>
        </span>
      }
    >
      {(control) => (
        <input
          id={control.id}
          type="range"
          {...range}
          value={value}
          aria-valuetext={shown}
          className="h-6 w-full accent-accent"
          onChange={(event) => onChange(Number(event.target.value))}
        />
      )}
    </Field>
  )

  return (
    <Card
      title={t('whatif')}
      note={t('whatif.note')}
      actions={
        <Button
          size="sm"
          disabled={questionOf(draft, decision) === null}
          onClick={() => {
            setDraft(untouched)
            void navigate({ search: new URLSearchParams({ id: decision.id }).toString() }, { replace: true })
          }}
        >
          {t('whatif.reset')}
        </Button>
      }
    >
      <div className="grid gap-6 lg:grid-cols-2" data-testid="what-if">
        <div className="space-y-4">
          <fieldset>
            <legend className="mb-2 text-xs font-medium text-muted">{t('whatif.weights')}</legend>
            <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2">
              {factors.map((factor) => {
                const weight = shownWeight(factor, draft, decision.weights)
                return (
                  <div key={factor}>
                    {slider(
                      humanise(factor),
                      Math.round(weight * 100) / 100,
                      formatNumber(weight, 2),
                      { min: 0, max: 1, step: 0.01 },
                      (value) => change({ [`w_${factor}`]: value }),
                    )}
                  </div>
                )
              })}
            </div>
          </fieldset>
          <div className="grid gap-x-5 gap-y-3 sm:grid-cols-2">
            {decision.offer !== null &&
              slider(
                t('whatif.price'),
                draft.price,
                t('times', { factor: formatNumber(draft.price, 2) }),
                { min: 0.2, max: 3, step: 0.05 },
                (value) => change({ price: value }),
              )}
            {slider(
              t('whatif.interruptions'),
              draft.interruptions,
              t('times', { factor: formatNumber(draft.interruptions, 1) }),
              { min: 0, max: 10, step: 0.5 },
              (value) => change({ interruptions: value }),
            )}
            <Field label={t('whatif.cpu')}>
              {(control) => (
                <Input
                  {...control}
                  inputMode="decimal"
                  placeholder={t('whatif.as.is')}
                  value={draft.cpu}
                  onChange={(event) => change({ cpu: event.target.value })}
                />
              )}
            </Field>
            <Field label={t('whatif.option')}>
              {(control) => (
                <Select
                  {...control}
                  value={draft.spot}
                  onChange={(event) => change({ spot: event.target.value as WhatIfState['spot'] })}
                >
                  <option value="">{t('whatif.as.is')}</option>
                  <option value="yes">{t('whatif.yes')}</option>
                  <option value="no">{t('whatif.no')}</option>
                </Select>
              )}
            </Field>
            <Field label={t('whatif.close')}>
              {(control) => (
                <Select {...control} value={draft.closed} onChange={(event) => change({ closed: event.target.value })}>
                  <option value="">{t('whatif.close.none')}</option>
                  {(regions.data?.items ?? []).map((region) => (
                    <option key={region.id} value={region.id}>
                      {region.id}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field label={t('whatif.model')}>
              {(control) => (
                <Select
                  {...control}
                  value={draft.model}
                  onChange={(event) => change({ model: event.target.value as WhatIfState['model'] })}
                >
                  <option value="">{t('whatif.as.is')}</option>
                  <option value="no">{t('whatif.no')}</option>
                </Select>
              )}
            </Field>
          </div>
        </div>
        <Answer decision={decision} question={question} />
      </div>
    </Card>
  )
}

function Answer({ decision, question }: { decision: PlacementDecision; question: WhatIfRequest | null }) {
  const t = useDecisionText()
  const query = useQuery({
    ...whatIfQuery(decision.id, question ?? {}),
    enabled: question !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (question === null) return <p className="text-[13px] text-muted">{t('whatif.idle')}</p>
  if (query.isError)
    return <ErrorState error={query.error} what={t('whatif.what')} onRetry={() => void query.refetch()} compact />
  const answer = query.data
  if (answer === undefined) return <LoadingLines lines={5} label={t('whatif.deciding')} />
  const { before, after } = answer
  const offer = (after.offer ?? null) as Offer | null
  const delta =
    before.hourly_cost && after.hourly_cost
      ? (Number(after.hourly_cost.amount) / Number(before.hourly_cost.amount) - 1) * 100
      : null
  return (
    <div aria-live="polite" className={cn('space-y-4', query.isPlaceholderData && 'opacity-60')}>
      <p className="flex flex-wrap items-center gap-2 text-[13px]" data-testid="what-if-answer">
        {offer === null ? (
          <Badge tone="bad">{t('whatif.unplaced')}</Badge>
        ) : (
          <>
            <Badge tone={answer.changed ? 'accent' : 'neutral'}>
              {t.rich(answer.changed ? 'whatif.other' : 'whatif.same', { offer: offer.instance_type })}
            </Badge>
            <OfferLine offer={offer} />
          </>
        )}
      </p>
      <table className="num w-full text-left text-[13px]">
        <thead className="text-xs text-muted">
          <tr>
            <td />
            <th scope="col" className="py-1 pr-3 text-right font-medium">
              {t('whatif.before')}
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              {t('whatif.after')}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr className="border-t">
            <th scope="row" className="py-1 pr-3 font-normal text-muted">
              {t('cost')}
            </th>
            <td className="py-1 pr-3 text-right">
              {before.hourly_cost ? <Amount money={before.hourly_cost} unit="h" /> : '—'}
            </td>
            <td className="py-1 text-right">
              {after.hourly_cost ? <Amount money={after.hourly_cost} unit="h" /> : '—'}
              {delta !== null && Math.abs(delta) >= 0.05 && (
                <span className={cn('ml-1.5 text-xs', delta > 0 ? 'text-warn' : 'text-good')}>
                  {`${delta > 0 ? '+' : ''}${formatPercent(delta, 1)}`}
                </span>
              )}
            </td>
          </tr>
          <tr className="border-t">
            <th scope="row" className="py-1 pr-3 font-normal text-muted">
              {t('score')}
            </th>
            <td className="py-1 pr-3 text-right">{formatNumber(before.score, 3)}</td>
            <td className="py-1 text-right">{formatNumber(after.score, 3)}</td>
          </tr>
          <tr className="border-t">
            <th scope="row" className="py-1 pr-3 font-normal text-muted">
              {t('confidence')}
            </th>
            <td className="py-1 pr-3 text-right">{formatNumber(before.confidence, 2)}</td>
            <td className="py-1 text-right">{formatNumber(after.confidence, 2)}</td>
          </tr>
        </tbody>
      </table>
      {before.contributions.length > 0 && (
        <ContributionChart contributions={before.contributions} score={before.score} compared={after.contributions} />
      )}
    </div>
  )
}
