import type { WhatIfRequest } from '@/api/decisions'
import type { PlacementDecision } from '@/api/types'
import { choice, number, text } from '@/lib/url-state'

export const factors = ['cost', 'latency', 'reliability', 'performance', 'carbon', 'model'] as const
export type WeightFactor = (typeof factors)[number]

/** A weight of −1 is one that was not touched; factors of 1 change nothing; empty texts leave things as they are. */
export const whatIfSchema = {
  w_cost: number(-1),
  w_latency: number(-1),
  w_reliability: number(-1),
  w_performance: number(-1),
  w_carbon: number(-1),
  w_model: number(-1),
  price: number(1),
  interruptions: number(1),
  cpu: text(),
  spot: choice(['yes', 'no'] as const),
  model: choice(['no'] as const),
  closed: text(),
}

export type WhatIfState = Record<`w_${WeightFactor}`, number> & {
  price: number
  interruptions: number
  cpu: string
  spot: '' | 'yes' | 'no'
  model: '' | 'no'
  closed: string
}

export const untouched: WhatIfState = {
  w_cost: -1,
  w_latency: -1,
  w_reliability: -1,
  w_performance: -1,
  w_carbon: -1,
  w_model: -1,
  price: 1,
  interruptions: 1,
  cpu: '',
  spot: '',
  model: '',
  closed: '',
}

/** The question that the sliders ask; null when none was moved. */
export function questionOf(state: WhatIfState, decision: Pick<PlacementDecision, 'offer'>): WhatIfRequest | null {
  const weights = Object.fromEntries(
    factors.flatMap((factor) => {
      const weight = state[`w_${factor}`]
      return weight >= 0 && weight <= 1 ? [[factor, weight]] : []
    }),
  )
  const spec: Record<string, unknown> = {}
  const cores = Number(state.cpu.replace(',', '.'))
  if (state.cpu.trim() !== '' && Number.isFinite(cores) && cores > 0) spec.cpu_cores = cores
  if (state.spot !== '') spec.interruptible = state.spot === 'yes'
  const question: WhatIfRequest = {}
  if (Object.keys(weights).length > 0) question.weights = weights
  if (state.price !== 1 && state.price > 0 && decision.offer !== null)
    question.prices = [{ offer_id: decision.offer.offer_id, factor: state.price }]
  if (state.interruptions !== 1 && state.interruptions >= 0)
    question.interruption_rates = [{ purchase_option: 'spot', factor: state.interruptions }]
  if (state.closed !== '') question.regions_closed = [state.closed]
  if (state.model === 'no') question.model = false
  if (Object.keys(spec).length > 0) question.spec = spec
  return Object.keys(question).length === 0 ? null : question
}

/** How the weights that are not held share what the held ones leave, as the service does it. */
export function shownWeight(
  factor: WeightFactor,
  state: WhatIfState,
  weights: Readonly<Record<WeightFactor, number>>,
): number {
  const own = state[`w_${factor}`]
  if (own >= 0) return own
  const held = factors.reduce((sum, each) => sum + Math.max(0, state[`w_${each}`]), 0)
  const free = factors.filter((each) => state[`w_${each}`] < 0).reduce((sum, each) => sum + weights[each], 0)
  return free <= 0 ? 0 : (Math.max(0, 1 - held) * weights[factor]) / free
}
