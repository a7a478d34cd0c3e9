import { humaniseInside } from '@/lib/format'
import { choice, list, number, text } from '@/lib/url-state'
import { offerParts } from './replay-model'

export const mostCompared = 6
export const spans = [6, 24, 72, 168] as const

export const viewSchema = {
  tab: choice(['offers', 'simulator'] as const, 'offers'),
  provider: text(),
  region: text(),
  option: text(),
  arch: text(),
  type: text(),
  vcpu: text(),
  memory: text(),
  gpus: text(),
  offer: text(),
  basket: list(),
  reference: text(),
  span: number(24),
  replicas: number(1),
  workload: text(),
}

export function spanOf(hours: number): number {
  return spans.find((each) => each === hours) ?? 24
}

export function offerName(offerId: string): string {
  const { zone, type, option } = offerParts(offerId)
  return `${type} · ${zone.replace(/^[a-z]+:/, '')} · ${humaniseInside(option)}`
}
