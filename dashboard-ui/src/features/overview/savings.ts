import type { Money, PlacementDecision } from '@/api/types'
import { moneyDelta, sumMoney } from '@/lib/format'

export type Saving = {
  /** Baseline minus cost, per hour; null when no decision could be compared. */
  perHour: Money | null
  /** The saving as a fraction of the baseline. */
  fraction: number | null
  counted: number
  without: number
}

/** Sums what running workloads cost less than their baselines. Decisions without a baseline are counted, never guessed. */
export function sumSavings(decisions: readonly PlacementDecision[]): Saving {
  const pairs = decisions.flatMap((decision) => {
    if (decision.baseline === null || decision.hourly_cost === null) return []
    const saved = moneyDelta(decision.hourly_cost, decision.baseline.hourly_cost)
    return saved === null ? [] : [{ saved, baseline: decision.baseline.hourly_cost }]
  })
  const perHour = sumMoney(pairs.map((pair) => pair.saved))
  const baseline = sumMoney(pairs.map((pair) => pair.baseline))
  const base = baseline === null ? 0 : Number(baseline.amount)
  return {
    perHour,
    fraction: perHour === null || base <= 0 ? null : Number(perHour.amount) / base,
    counted: pairs.length,
    without: decisions.length - pairs.length,
  }
}
