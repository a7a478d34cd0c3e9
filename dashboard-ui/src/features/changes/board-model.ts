import type { Change } from '@/api/types'

export const lanes = ['running', 'waiting', 'done', 'ended'] as const
export type Lane = (typeof lanes)[number]

const laneOf: Record<Change['state'], Lane> = {
  running: 'running',
  awaiting_approval: 'waiting',
  succeeded: 'done',
  failed: 'ended',
  rejected: 'ended',
  cancelled: 'ended',
  expired: 'ended',
}

/** Changes by what becomes of them, in the order they came. */
export function board(changes: readonly Change[]): Record<Lane, Change[]> {
  const found: Record<Lane, Change[]> = { running: [], waiting: [], done: [], ended: [] }
  for (const change of changes) found[laneOf[change.state]].push(change)
  return found
}
