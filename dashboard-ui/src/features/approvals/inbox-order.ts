import type { Change } from '@/api/types'
import type { CsvColumn } from '@/lib/csv'
import { moneyDelta } from '@/lib/format'

export const orders = ['oldest', 'newest', 'dearest'] as const
export type InboxOrder = (typeof orders)[number]

const deltaOf = ({ plan }: Change) =>
  plan === null ? null : moneyDelta(plan.hourly_cost_before, plan.hourly_cost_after)

/** The changes of an environment (of all without one) in an order; what costs an unknown amount counts as dearest. */
export function inOrder(changes: readonly Change[], order: InboxOrder, environment: string): Change[] {
  const cost = (change: Change) => Number(deltaOf(change)?.amount ?? Number.POSITIVE_INFINITY)
  const age = (a: Change, b: Change) => a.created_at.localeCompare(b.created_at)
  return changes
    .filter((change) => environment === '' || change.environment === environment)
    .sort((a, b) => {
      if (order === 'newest') return age(b, a)
      const [left, right] = [cost(a), cost(b)]
      return order === 'dearest' && left !== right ? right - left : age(a, b)
    })
}

export const csvColumns: CsvColumn<Change>[] = [
  { header: 'id', value: (change) => change.id },
  { header: 'title', value: (change) => change.title },
  { header: 'environment', value: (change) => change.environment },
  { header: 'team', value: (change) => change.team },
  { header: 'author', value: (change) => change.author.name },
  { header: 'created_at', value: (change) => change.created_at },
  { header: 'hourly_cost_delta', value: (change) => deltaOf(change)?.amount },
  { header: 'level', value: (change) => change.approval?.level },
  { header: 'granted', value: (change) => change.approval?.granted },
  { header: 'required', value: (change) => change.approval?.required },
]
