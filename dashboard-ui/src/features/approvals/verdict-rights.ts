import { canJudge } from '@/api/session'
import type { Change, User } from '@/api/types'

/** Why this person cannot judge this change, or null when they can. The service checks the same and has the last word. */
export function whyNot(user: User, change: Change): string | null {
  if (change.state !== 'awaiting_approval') return 'This change no longer waits for an approval.'
  if (change.plan === null) return 'There is no plan yet that could be approved.'
  if (!canJudge(user)) {
    return `Approving needs the role approver or admin; you have ${user.roles.join(', ') || 'none'}.`
  }
  if (change.author.actor_id === user.actor_id) return 'You are the author: somebody else has to look at it.'
  if (change.approval?.verdicts.some((verdict) => verdict.actor_id === user.actor_id))
    return 'You already gave your verdict.'
  return null
}
