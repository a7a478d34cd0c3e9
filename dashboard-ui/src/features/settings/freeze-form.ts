import { z } from 'zod'
import { namesOf } from '@/lib/names'

/** The messages are keys of the catalogue; times are the browser's own. */
export const freezeSchema = z
  .object({
    environments: z.string().refine((text) => namesOf(text).length > 0, 'freeze.environments.error'),
    from: z.string().min(1, 'freeze.time.error'),
    until: z.string().min(1, 'freeze.time.error'),
    reason: z.string().trim().min(1, 'freeze.reason.error').max(500, 'freeze.reason.error'),
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), { path: ['until'], error: 'freeze.time.error' })

export type FreezeForm = z.infer<typeof freezeSchema>

export function freezeOf(form: FreezeForm) {
  return {
    environments: namesOf(form.environments),
    from: new Date(form.from).toISOString(),
    until: new Date(form.until).toISOString(),
    reason: form.reason.trim(),
  }
}
