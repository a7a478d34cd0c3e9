import type { Change, HistoryEntry, Workload } from '@/api/types'

export const steps = ['submitted', 'decided', 'committed', 'approved', 'applied', 'healthy'] as const
export type Step = (typeof steps)[number]
export type Progress = {
  step: Step
  state: 'done' | 'now' | 'waiting' | 'failed'
  at: string | null
  note?: 'automatic'
}

type Parts = {
  workload: Pick<Workload, 'created_at' | 'state' | 'decision_id'>
  history: readonly HistoryEntry[]
  change: Pick<Change, 'created_at' | 'stages' | 'state'> | null
}

/** How far a workload came on its way from a wish to something healthy in the cloud. */
export function progressOf({ workload, history, change }: Parts): Progress[] {
  const decided = history.find((entry) => entry.to === 'decided')?.at ?? null
  const stage = (name: string) => change?.stages.find((each) => each.name === name)
  const approval = stage('approval')
  const apply = stage('apply')
  const monitor = stage('monitor')
  const approved = approval?.state === 'succeeded' || approval?.state === 'skipped'
  const done: Record<Step, { done: boolean; at: string | null; note?: 'automatic' }> = {
    submitted: { done: true, at: workload.created_at },
    decided: { done: decided !== null || workload.decision_id !== null, at: decided },
    committed: { done: change !== null, at: change?.created_at ?? null },
    approved: {
      done: approved,
      at: approval?.finished_at ?? null,
      ...(approval?.state === 'skipped' ? { note: 'automatic' as const } : {}),
    },
    applied: { done: apply?.state === 'succeeded', at: apply?.finished_at ?? null },
    healthy: { done: monitor?.state === 'succeeded', at: monitor?.finished_at ?? null },
  }
  const failed =
    change !== null && ['failed', 'rejected', 'cancelled', 'expired'].includes(change.state)
      ? true
      : workload.state === 'unplaceable'
  let reached = true
  return steps.map((step) => {
    const each = done[step]
    if (each.done) return { step, state: 'done', at: each.at, ...(each.note ? { note: each.note } : {}) }
    const state = !reached ? 'waiting' : failed ? 'failed' : 'now'
    reached = false
    return { step, state, at: null }
  })
}
