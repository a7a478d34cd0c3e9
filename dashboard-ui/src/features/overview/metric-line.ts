import type { MetricAnswer } from '@/api/overview'

/** ISO 8601 spans of up to a day, as the metrics interface names its steps: `PT1M`, `PT2H30M`, `P1D`. */
export function stepMs(step: string): number {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(step)
  if (parts === null) return 0
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = parts
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
}

/** The first series of an answer as points; gaps stay gaps. */
export function linePoints(answer: MetricAnswer | undefined): { at: number; value: number | null }[] {
  const series = answer?.series?.[0]
  if (answer === undefined || series === undefined) return []
  const from = Date.parse(answer.from)
  const step = stepMs(answer.step)
  const values: readonly (number | null)[] = series.values
  const points = values.map((value, index) => ({ at: from + index * step, value }))
  const first = points.findIndex((point) => point.value !== null)
  return first < 0 ? [] : points.slice(first)
}
