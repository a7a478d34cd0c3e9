import type { Plan, PlanAction } from '@/api/types'
import { Badge, type Tone } from '@/components/ui/badge'
import { humanise, moneyDelta, shortHash } from '@/lib/format'
import { Amount } from './amount'

const tones: Record<string, Tone> = { create: 'good', destroy: 'bad', update: 'warn', replace: 'warn' }
const signs: Record<string, string> = { create: '+', destroy: '−', update: '~', replace: '±' }

function show(value: unknown): string {
  if (value === undefined || value === null) return '—'
  if (typeof value === 'string') return value
  return JSON.stringify(value)
}

type Row = { name: string; before: unknown; after: unknown }

/** The fields of both sides, flat (`tags.swen:team`), in the order they were told. */
export function planRows(action: PlanAction): Row[] {
  const flatten = (value: Record<string, unknown> | null, prefix = ''): Map<string, unknown> => {
    const flat = new Map<string, unknown>()
    for (const [name, entry] of Object.entries(value ?? {})) {
      const path = `${prefix}${name}`
      if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) {
        for (const [inner, leaf] of flatten(entry as Record<string, unknown>, `${path}.`)) flat.set(inner, leaf)
      } else flat.set(path, entry)
    }
    return flat
  }
  const before = flatten(action.before)
  const after = flatten(action.after)
  return [...new Set([...before.keys(), ...after.keys()])].map((name) => ({
    name,
    before: before.get(name),
    after: after.get(name),
  }))
}

function ActionView({ action }: { action: PlanAction }) {
  const rows = planRows(action)
  const both = action.before !== null && action.after !== null
  const only = action.after === null ? 'before' : 'after'
  return (
    <details className="group border-b last:border-b-0" open={action.op !== 'destroy'}>
      <summary className="flex flex-wrap items-center gap-2 px-4 py-2.5 hover:bg-sunken">
        <span aria-hidden="true" className="w-3 text-center font-mono text-muted group-open:rotate-90">
          ›
        </span>
        <Badge tone={tones[action.op] ?? 'neutral'}>
          <span aria-hidden="true">{signs[action.op] ?? '·'}</span> {humanise(action.op)}
        </Badge>
        <span className="font-mono text-xs wrap-anywhere">{action.name}</span>
        <span className="text-xs text-muted">{action.resource}</span>
      </summary>
      {rows.length === 0 ? (
        <p className="px-4 pb-3 pl-10 text-xs text-muted">The plan names no fields for this action.</p>
      ) : (
        <div className="overflow-x-auto px-4 pb-3 pl-10" role="group" aria-label={`Fields of ${action.name}`}>
          <table className="w-full text-left text-xs">
            <thead className="text-muted">
              <tr>
                <th scope="col" className="py-1 pr-4 font-medium">
                  Field
                </th>
                {both && (
                  <th scope="col" className="py-1 pr-4 font-medium">
                    Before
                  </th>
                )}
                <th scope="col" className="py-1 font-medium">
                  {both ? 'After' : only === 'after' ? 'Will be' : 'Was'}
                </th>
              </tr>
            </thead>
            <tbody className="font-mono">
              {rows.map((row) => {
                const changed = both && show(row.before) !== show(row.after)
                return (
                  <tr key={row.name} className="border-t">
                    <th scope="row" className="py-1 pr-4 align-top font-normal whitespace-nowrap text-muted">
                      {row.name}
                    </th>
                    {both && (
                      <td className={`py-1 pr-4 wrap-anywhere ${changed ? 'text-bad line-through' : ''}`}>
                        {show(row.before)}
                      </td>
                    )}
                    <td className={`py-1 wrap-anywhere ${changed ? 'text-good' : ''}`}>
                      {show(row[both ? 'after' : only])}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}

/** What will be made and destroyed, field by field. */
export function PlanActions({ plan }: { plan: Plan }) {
  if (plan.actions.length === 0)
    return <p className="p-4 text-[13px] text-muted">The plan changes nothing in the cloud.</p>
  return (
    <div>
      {plan.actions.map((action) => (
        <ActionView key={`${action.op} ${action.resource} ${action.name}`} action={action} />
      ))}
    </div>
  )
}

export function PlanCost({ plan }: { plan: Plan }) {
  const delta = moneyDelta(plan.hourly_cost_before, plan.hourly_cost_after)
  const value = delta === null ? 0 : Number(delta.amount)
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      <div>
        <dt className="text-xs text-muted">Cost before</dt>
        <dd className="num mt-0.5 font-medium">
          {plan.hourly_cost_before === null ? 'not known' : <Amount money={plan.hourly_cost_before} unit="h" />}
        </dd>
      </div>
      <div>
        <dt className="text-xs text-muted">Cost after</dt>
        <dd className="num mt-0.5 font-medium">
          {plan.hourly_cost_after === null ? 'not known' : <Amount money={plan.hourly_cost_after} unit="h" />}
        </dd>
      </div>
      <div>
        <dt className="text-xs text-muted">Difference</dt>
        <dd className={`num mt-0.5 font-semibold ${value > 0 ? 'text-warn' : value < 0 ? 'text-good' : ''}`}>
          {delta === null ? 'cannot be compared' : <Amount money={delta} unit="h" sign />}
        </dd>
      </div>
      <div>
        <dt className="text-xs text-muted">Plan</dt>
        <dd className="mt-0.5 font-mono text-xs leading-5" title={plan.hash}>
          {shortHash(plan.hash)}
        </dd>
      </div>
    </dl>
  )
}
