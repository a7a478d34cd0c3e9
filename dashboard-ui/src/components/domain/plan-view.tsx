import { EyeOff } from 'lucide-react'
import { useState } from 'react'
import type { Plan, PlanAction } from '@/api/types'
import { Badge, type Tone } from '@/components/ui/badge'
import { Hint } from '@/components/ui/tooltip'
import { cn } from '@/lib/cn'
import { humanise, moneyDelta, shortHash } from '@/lib/format'
import { Amount } from './amount'
import { countActions, hidden, planRows } from './plan-rows'
import { useDomain } from './text'

const tones: Record<PlanAction['op'], Tone> = { create: 'good', destroy: 'bad', update: 'warn', replace: 'warn' }
const signs: Record<PlanAction['op'], string> = { create: '+', destroy: '−', update: '~', replace: '±' }

function Shown({ value }: { value: unknown }) {
  const t = useDomain()
  if (value === hidden)
    return (
      <Hint content={t('plan.sensitiveHint')}>
        <span className="inline-flex items-center gap-1 font-sans text-muted">
          <EyeOff className="size-3" aria-hidden="true" />
          {t('plan.sensitive')}
        </span>
      </Hint>
    )
  if (value === undefined || value === null) return '—'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function ActionView({ action }: { action: PlanAction }) {
  const t = useDomain()
  const [all, setAll] = useState(false)
  const rows = planRows(action)
  const both = action.before !== null && action.after !== null
  const only = action.after === null ? 'before' : 'after'
  // Of what is changed, what stays as it is would only hide the difference.
  const same = both ? rows.filter((row) => !row.changed).length : 0
  const shown = both && !all && same < rows.length ? rows.filter((row) => row.changed) : rows
  return (
    <details className="group border-b last:border-b-0" open={action.op !== 'destroy'}>
      <summary className="flex flex-wrap items-center gap-2 px-4 py-2.5 hover:bg-sunken">
        <span aria-hidden="true" className="w-3 text-center font-mono text-muted group-open:rotate-90">
          ›
        </span>
        <Badge tone={tones[action.op]}>
          <span aria-hidden="true">{signs[action.op]}</span> {humanise(action.op)}
        </Badge>
        <span className="font-mono text-xs wrap-anywhere">{action.name}</span>
        <span className="text-xs text-muted">{action.resource}</span>
      </summary>
      {rows.length === 0 ? (
        <p className="px-4 pb-3 pl-10 text-xs text-muted">{t('plan.noFields')}</p>
      ) : (
        <div
          className="overflow-x-auto px-4 pb-3 pl-10 max-sm:pl-4"
          role="group"
          aria-label={t('plan.fieldsOf', { name: action.name })}
        >
          <table className="w-full text-left text-xs">
            <thead className="text-muted">
              <tr>
                <th scope="col" className="py-1 pr-4 font-medium">
                  {t('plan.field')}
                </th>
                {both && (
                  <th scope="col" className="py-1 pr-4 font-medium">
                    {t('plan.before')}
                  </th>
                )}
                <th scope="col" className="py-1 font-medium">
                  {t(both ? 'plan.after' : only === 'after' ? 'plan.willBe' : 'plan.was')}
                </th>
              </tr>
            </thead>
            <tbody className="font-mono">
              {shown.map((row) => (
                <tr key={row.name} className="border-t">
                  <th scope="row" className="py-1 pr-4 align-top font-normal whitespace-nowrap text-muted">
                    {row.name}
                  </th>
                  {both && (
                    <td
                      className={cn(
                        'py-1 pr-4 wrap-anywhere',
                        row.changed && row.before !== hidden && 'text-bad line-through',
                      )}
                    >
                      <Shown value={row.before} />
                    </td>
                  )}
                  <td className={cn('py-1 wrap-anywhere', both && row.changed && 'text-good')}>
                    <Shown value={row[both ? 'after' : only]} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {both && same > 0 && same < rows.length && !all && (
            <button
              type="button"
              className="mt-1.5 rounded text-xs text-accent underline-offset-2 hover:underline"
              onClick={() => setAll(true)}
            >
              {t('plan.unchanged', { count: same })} · {t('plan.showUnchanged')}
            </button>
          )}
        </div>
      )}
    </details>
  )
}

/** How much is made, changed and destroyed, in a line. */
export function PlanCounts({ plan }: { plan: Plan }) {
  const t = useDomain()
  const counts = countActions(plan)
  return (
    <span className="inline-flex flex-wrap gap-1">
      {counts.create > 0 && <Badge tone="good">{t('plan.created', { count: counts.create })}</Badge>}
      {counts.update > 0 && <Badge tone="warn">{t('plan.changed', { count: counts.update })}</Badge>}
      {counts.replace > 0 && <Badge tone="warn">{t('plan.replaced', { count: counts.replace })}</Badge>}
      {counts.destroy > 0 && <Badge tone="bad">{t('plan.destroyed', { count: counts.destroy })}</Badge>}
    </span>
  )
}

/** What will be made and destroyed, field by field. */
export function PlanActions({ plan }: { plan: Plan }) {
  const t = useDomain()
  if (plan.actions.length === 0) return <p className="p-4 text-[13px] text-muted">{t('plan.nothing')}</p>
  return (
    <div>
      {plan.actions.map((action) => (
        <ActionView key={`${action.op} ${action.resource} ${action.name}`} action={action} />
      ))}
    </div>
  )
}

export function PlanCost({ plan }: { plan: Plan }) {
  const t = useDomain()
  const delta = moneyDelta(plan.hourly_cost_before, plan.hourly_cost_after)
  const value = delta === null ? 0 : Number(delta.amount)
  const cost = (money: Plan['hourly_cost_before']) =>
    money === null ? t('plan.notKnown') : <Amount money={money} unit="h" />
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      <div>
        <dt className="text-xs text-muted">{t('plan.costBefore')}</dt>
        <dd className="num mt-0.5 font-medium">{cost(plan.hourly_cost_before)}</dd>
      </div>
      <div>
        <dt className="text-xs text-muted">{t('plan.costAfter')}</dt>
        <dd className="num mt-0.5 font-medium">{cost(plan.hourly_cost_after)}</dd>
      </div>
      <div>
        <dt className="text-xs text-muted">{t('plan.difference')}</dt>
        <dd className={cn('num mt-0.5 font-semibold', value > 0 ? 'text-warn' : value < 0 && 'text-good')}>
          {delta === null ? t('plan.notComparable') : <Amount money={delta} unit="h" sign />}
        </dd>
      </div>
      <div>
        <dt className="text-xs text-muted">{t('plan.plan')}</dt>
        <dd className="mt-0.5 font-mono text-xs leading-5" title={plan.hash}>
          {shortHash(plan.hash)}
        </dd>
      </div>
    </dl>
  )
}

const findingTones: Record<Plan['findings'][number]['result'], Tone> = { deny: 'bad', warn: 'warn', require: 'info' }

/** What policies say of the plan, with the values their rules looked at. */
export function PolicyFindings({ plan }: { plan: Plan }) {
  const t = useDomain()
  if (plan.findings.length === 0) return <p className="text-[13px] text-muted">{t('policy.none')}</p>
  return (
    <ul className="space-y-3 text-[13px]">
      {plan.findings.map((finding) => (
        <li key={`${finding.policy} ${finding.rule}`}>
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={findingTones[finding.result]}>{humanise(finding.result)}</Badge>
            <code className="text-xs">
              {finding.policy}/{finding.rule}
            </code>
            {finding.approvals !== null && (
              <span className="text-xs text-muted">
                {t('policy.asks', { count: finding.approvals, role: humanise(finding.role ?? 'approver') })}
              </span>
            )}
          </span>
          <span lang="en" className="mt-0.5 block wrap-anywhere">
            {finding.message}
          </span>
          {finding.values.length > 0 && (
            <details className="mt-1 text-xs">
              <summary className="text-accent">{t('policy.values')}</summary>
              <dl className="mt-1 space-y-0.5 font-mono">
                {finding.values.map((each) => (
                  <div key={each.expression} className="wrap-anywhere">
                    <dt className="inline text-muted">{each.expression} = </dt>
                    <dd className="inline">{each.value}</dd>
                  </div>
                ))}
              </dl>
            </details>
          )}
        </li>
      ))}
    </ul>
  )
}
