import type { Plan, PlanAction } from '@/api/types'

/** What Terraform's plan and the services write in the place of a value that nobody may see. */
export const hidden = '(sensitive)'

export type PlanRow = { name: string; before: unknown; after: unknown; changed: boolean }

/** The fields of both sides, flat (`tags.swen:team`), in the order they were told. */
export function planRows(action: Pick<PlanAction, 'before' | 'after'>): PlanRow[] {
  const before = flatten(action.before)
  const after = flatten(action.after)
  return [...new Set([...before.keys(), ...after.keys()])].map((name) => ({
    name,
    before: before.get(name),
    after: after.get(name),
    changed: JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name)),
  }))
}

function flatten(value: Record<string, unknown> | null, prefix = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>()
  for (const [name, entry] of Object.entries(value ?? {})) {
    const path = `${prefix}${name}`
    if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) {
      for (const [inner, leaf] of flatten(entry as Record<string, unknown>, `${path}.`)) flat.set(inner, leaf)
    } else flat.set(path, entry)
  }
  return flat
}

export type PlanCounts = Record<PlanAction['op'], number>

export function countActions(plan: Pick<Plan, 'actions'>): PlanCounts {
  const counts: PlanCounts = { create: 0, update: 0, replace: 0, destroy: 0 }
  for (const action of plan.actions) counts[action.op]++
  return counts
}
