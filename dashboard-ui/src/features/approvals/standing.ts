import type { Delegation, Envelope } from '@/api/approvals'
import type { Change, User } from '@/api/types'

export type EnvelopeState = 'usable' | 'used' | 'expired' | 'revoked'
export type DelegationState = 'live' | 'waiting' | 'expired' | 'revoked'

/** What an envelope is still good for, at a moment of the platform's clock. */
export function envelopeState(envelope: Envelope, now: number): EnvelopeState {
  if (envelope.revoked_at !== null) return 'revoked'
  if (envelope.used >= envelope.uses) return 'used'
  return Date.parse(envelope.valid_until) <= now ? 'expired' : 'usable'
}

export function delegationState(delegation: Delegation, now: number): DelegationState {
  if (delegation.revoked_at !== null) return 'revoked'
  if (Date.parse(delegation.ends_at) <= now) return 'expired'
  return Date.parse(delegation.starts_at) > now ? 'waiting' : 'live'
}

const covers = (names: readonly string[], name: string) => names.includes('*') || names.includes(name)

/** In whose stead this person may judge this change now; the author of a change lets nobody judge it for him. */
export function standsFor(delegations: readonly Delegation[], user: User, change: Change, now: number) {
  const found = delegations.filter(
    (each) =>
      each.to === user.name &&
      each.from.actor_id !== change.author.actor_id &&
      delegationState(each, now) === 'live' &&
      covers(each.teams, change.team) &&
      covers(each.environments, change.environment),
  )
  return [...new Map(found.map((each) => [each.from.actor_id, each.from])).values()]
}
