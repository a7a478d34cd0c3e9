import type { HistoricPrice } from '@/api/types'

export type Step = { at: number; price: number }

/** The prices as steps from the beginning of a span: what held before the first one told is taken as that one. */
export function stepsOf(prices: readonly HistoricPrice[], from: number, to: number): Step[] {
  const steps = prices
    .map((each) => ({ at: Date.parse(each.published_at), price: Number(each.price.amount) }))
    .filter((step) => Number.isFinite(step.price) && step.at <= to)
    .sort((a, b) => a.at - b.at)
  const first = steps.findLast((step) => step.at <= from) ?? steps[0]
  if (first === undefined) return []
  return [{ at: from, price: first.price }, ...steps.filter((step) => step.at > from)]
}

export type Replayed = {
  /** What the whole span would have cost. */
  total: number
  mean: number
  peak: number
  /** The cost so far at each moment. */
  cumulative: { at: number; value: number }[]
}

const hourMs = 3_600_000

/** Price × time over the span, for so many replicas; null where no price is known. */
export function replay(steps: readonly Step[], to: number, replicas: number, moments = 60): Replayed | null {
  const from = steps[0]?.at
  if (from === undefined || to <= from) return null
  const until = (moment: number) =>
    steps.reduce((sum, step, index) => {
      const begin = Math.min(step.at, moment)
      const end = Math.min(steps[index + 1]?.at ?? to, moment)
      return sum + (step.price * replicas * Math.max(0, end - begin)) / hourMs
    }, 0)
  const total = until(to)
  return {
    total,
    mean: total / replicas / ((to - from) / hourMs),
    peak: Math.max(...steps.map((step) => step.price)),
    cumulative: Array.from({ length: moments + 1 }, (_, index) => {
      const at = from + ((to - from) * index) / moments
      return { at, value: until(at) }
    }),
  }
}

/** `aws:use1-az1/m7i.large/spot` in its parts. */
export function offerParts(offerId: string): { zone: string; type: string; option: string; provider: string } {
  const [zone = '', type = '', option = ''] = offerId.split('/')
  return { zone, type, option, provider: zone.split(':')[0] ?? '' }
}
