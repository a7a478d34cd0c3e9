import { z } from 'zod'
import type { Change } from '@/api/types'
import { namesOf } from '@/lib/names'

const region = /^(aws|alibaba):[a-z0-9-]{2,40}$/
const whole = (most: number) => (text: string) => /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most

/** The messages are keys of the catalogue. */
export const envelopeSchema = z.object({
  cost: z
    .string()
    .trim()
    .regex(/^\d{1,4}(\.\d{1,6})?$/, 'envelope.cost.error')
    .refine((text) => Number(text) > 0 && Number(text) <= 1000, 'envelope.cost.error'),
  regions: z.string().refine((text) => {
    const names = namesOf(text)
    return names.length >= 1 && names.length <= 20 && names.every((name) => region.test(name))
  }, 'envelope.regions.error'),
  count: z.string().refine(whole(100), 'envelope.count.error'),
  days: z.string().refine(whole(90), 'envelope.days.error'),
})

export type EnvelopeForm = z.infer<typeof envelopeSchema>

export const envelopeErrors = [
  'envelope.cost.error',
  'envelope.regions.error',
  'envelope.count.error',
  'envelope.days.error',
] as const

/** A start from the change itself: its cost, where it goes, a few replacements in a month. */
export function envelopeStart(change: Change): EnvelopeForm {
  const regions = change.items.flatMap(({ offer }) => (offer === null ? [] : [offer.region]))
  return {
    cost: change.plan?.hourly_cost_after?.amount ?? '',
    regions: [...new Set(regions)].join(', '),
    count: '5',
    days: '30',
  }
}

export function envelopeOf(form: EnvelopeForm) {
  return {
    max_hourly_cost: { amount: form.cost.trim(), currency: 'USD' },
    regions: namesOf(form.regions),
    count: Number(form.count),
    valid_for: `P${Number(form.days)}D`,
  }
}
