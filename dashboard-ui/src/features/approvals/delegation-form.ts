import { z } from 'zod'
import type { NewDelegation } from '@/api/approvals'
import { namesOf } from '@/lib/names'

const day = 86_400_000
/** The service allows no longer one. */
export const mostDays = 90

/** The messages are keys of the catalogue; times are the browser's own. */
export const delegationSchema = (me: string, now: () => number) =>
  z.object({
    to: z
      .string()
      .trim()
      .regex(/^\S{1,100}$/, 'delegation.to.error')
      .refine((name) => name !== me, 'delegation.to.self'),
    until: z.string().refine((text) => {
      const left = Date.parse(text) - now()
      return left > 0 && left <= mostDays * day
    }, 'delegation.until.error'),
    teams: z.string().refine((text) => namesOf(text).length > 0, 'delegation.names.error'),
    environments: z.string().refine((text) => namesOf(text).length > 0, 'delegation.names.error'),
    reason: z.string().trim().min(3, 'delegation.reason.error').max(1000, 'delegation.reason.error'),
  })

export type DelegationForm = z.infer<ReturnType<typeof delegationSchema>>

export const delegationErrors = [
  'delegation.to.error',
  'delegation.to.self',
  'delegation.until.error',
  'delegation.names.error',
  'delegation.reason.error',
] as const

/** An instant as a control for local times takes it. */
export function localTime(instant: number): string {
  const at = new Date(instant)
  return new Date(instant - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export function delegationOf(form: DelegationForm): NewDelegation {
  return {
    to: form.to.trim(),
    teams: namesOf(form.teams),
    environments: namesOf(form.environments),
    ends_at: new Date(form.until).toISOString(),
    reason: form.reason.trim(),
  }
}
