import { canJudge } from '@/api/session'
import type { Change, User } from '@/api/types'
import type { Text } from '@/lib/i18n'
import type { useText } from './text'

export type Obstacle = 'over' | 'noPlan' | 'role' | 'author' | 'twice'

/** Why this person cannot judge this change, or null when they can. The service checks the same and has the last word. */
export function whyNot(user: User, change: Change): Obstacle | null {
  if (change.state !== 'awaiting_approval') return 'over'
  if (change.plan === null) return 'noPlan'
  if (!canJudge(user)) return 'role'
  if (change.author.actor_id === user.actor_id) return 'author'
  return change.approval?.verdicts.some((verdict) => verdict.actor_id === user.actor_id) === true ? 'twice' : null
}

export function obstacleText(t: Text<typeof useText>, obstacle: Obstacle, user: User): string {
  return obstacle === 'role' ? t('whyNot.role', { roles: user.roles.join(', ') || t('none') }) : t(`whyNot.${obstacle}`)
}
