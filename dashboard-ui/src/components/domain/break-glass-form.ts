import { z } from 'zod'
import { hasRole } from '@/api/session'
import type { Change, User } from '@/api/types'

/** The service asks for as much: what is put aside has to be explained. */
export const shortestReason = 20
export const longestReason = 1000

/** The messages are keys of the catalogue. */
export const breakGlassSchema = z.object({
  reason: z.string().trim().min(shortestReason, 'glass.reason.error').max(longestReason, 'glass.reason.error'),
  understood: z.boolean().refine((yes) => yes, 'glass.understood.error'),
})

export type BreakGlassForm = z.infer<typeof breakGlassSchema>

/** Whether breaking glass could help: an admin, who is not the author, and a change that waits. The service has the last word. */
export function mayBreakGlass(user: User, change: Change): boolean {
  const waits =
    change.state === 'awaiting_approval' ||
    (change.state === 'running' && change.stage === 'apply' && change.held_back !== null)
  return (
    waits &&
    hasRole(user, 'admin') &&
    change.plan !== null &&
    change.break_glass === null &&
    change.author.actor_id !== user.actor_id
  )
}
