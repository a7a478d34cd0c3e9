import type { CostGroup, CostSeries } from '@/api/costs'
import type { Money } from '@/api/types'
import { share } from '@/lib/ops-format'

/** More colours than this nobody tells apart. */
const mostGroups = 7

export type DayRow = { day: string; total: number; parts: Record<string, number> }

export const others = '\u0000others'

/** The dearest groups by themselves, the rest as one, day after day. */
export function stacked(series: CostSeries): { rows: DayRow[]; groups: string[] } {
  const sorted = series.groups.toSorted((a, b) => Number(b.total.amount) - Number(a.total.amount))
  const shown = sorted.slice(0, mostGroups).map((group) => group.key)
  const groups = sorted.length > shown.length ? [...shown, others] : shown
  const days = new Map<string, DayRow>()
  for (const group of series.groups) {
    const key = shown.includes(group.key) ? group.key : others
    for (const { day, cost } of group.days) {
      const row = days.get(day) ?? { day, total: 0, parts: {} }
      const amount = Number(cost.amount)
      row.total += amount
      row.parts[key] = (row.parts[key] ?? 0) + amount
      days.set(day, row)
    }
  }
  return { rows: [...days.values()].sort((a, b) => a.day.localeCompare(b.day)), groups }
}

export type GroupRow = {
  key: string
  total: Money
  share: number | null
  days: number
  peakDay: string | null
  peak: Money | null
}

/** The groups of a table, the dearest first. */
export function groupRows(series: CostSeries): GroupRow[] {
  return series.groups
    .map((group) => ({ key: group.key, total: group.total, share: share(group.total, series.total), ...peakOf(group) }))
    .sort((a, b) => Number(b.total.amount) - Number(a.total.amount))
}

function peakOf(group: CostGroup): Pick<GroupRow, 'days' | 'peakDay' | 'peak'> {
  const paid = group.days.filter(({ cost }) => Number(cost.amount) !== 0)
  const peak = paid.reduce<(typeof paid)[number] | null>(
    (best, each) => (best === null || Number(each.cost.amount) > Number(best.cost.amount) ? each : best),
    null,
  )
  return { days: paid.length, peakDay: peak?.day ?? null, peak: peak?.cost ?? null }
}
