import { z } from 'zod'
import type { NewSilence } from '@/api/incidents'

const longest = 256

/** The messages are keys of the catalogue. */
export const silenceSchema = z.object({
  matchers: z
    .array(
      z.object({
        label: z.string().trim().min(1, 'silence.matcher.error').max(longest, 'silence.matcher.error'),
        value: z.string().trim().min(1, 'silence.matcher.error').max(longest, 'silence.matcher.error'),
        negate: z.boolean(),
      }),
    )
    .min(1, 'silence.matcher.error')
    .max(20, 'silence.matcher.error'),
  hours: z.enum(['1', '4', '24', '168']),
  reason: z.string().trim().min(1, 'silence.reason.error').max(1000, 'silence.reason.error'),
})

export type SilenceForm = z.infer<typeof silenceSchema>

export const silenceHours = ['1', '4', '24', '168'] as const

/** From now, by the platform's clock, for so many hours. */
export function silenceOf(form: SilenceForm, now: number): NewSilence {
  return {
    matchers: form.matchers.map(({ label, value, negate }) => ({ label: label.trim(), value: value.trim(), negate })),
    reason: form.reason.trim(),
    ends_at: new Date(now + Number(form.hours) * 3_600_000).toISOString(),
  }
}
