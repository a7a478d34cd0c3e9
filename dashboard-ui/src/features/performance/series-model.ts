import type { SeriesAnswer, SeriesQuestion, SeriesRow } from '@/api/performance'
import { durationSeconds } from '@/lib/ops-format'

export const seriesSpans = ['1h', '6h', '24h', '7d', '30d'] as const
export type SeriesSpan = (typeof seriesSpans)[number]
export const groupings = ['region', 'provider', 'workload', 'instance_id', 'none'] as const
export type SeriesGrouping = (typeof groupings)[number]
export const acrossWays = ['avg', 'max', 'sum'] as const
export type Across = (typeof acrossWays)[number]

export const metricName = /^[A-Za-z0-9_:./-]{1,200}$/

const hours: Record<SeriesSpan, number> = { '1h': 1, '6h': 6, '24h': 24, '7d': 168, '30d': 720 }
/** More lines than this nobody reads; the busiest are shown. */
const mostLines = 12

export function questionOf(
  name: string,
  span: SeriesSpan,
  group: SeriesGrouping,
  across: Across,
  now: number,
): SeriesQuestion {
  const question: SeriesQuestion = { name, from: new Date(now - hours[span] * 3_600_000).toISOString() }
  if (group === 'instance_id') return { ...question, top: mostLines }
  return group === 'none' ? { ...question, across } : { ...question, across, group_by: group }
}

/** The instants of an answer's steps. */
export function timesOf(answer: Pick<SeriesAnswer, 'from' | 'step'>, count: number): number[] {
  const step = (durationSeconds(answer.step) ?? 60) * 1000
  const start = Math.floor(Date.parse(answer.from) / step) * step
  return Array.from({ length: count }, (_, index) => start + index * step)
}

/** What a line is called: its group, or the labels that tell it from others. */
export function nameOf(row: Pick<SeriesRow, 'labels' | 'name' | 'team'>, group: SeriesGrouping, all: string): string {
  if (group === 'none') return all
  return row.labels[group] ?? (group === 'instance_id' ? Object.values(row.labels).join(' ') : '–')
}
