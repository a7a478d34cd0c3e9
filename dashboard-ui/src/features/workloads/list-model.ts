import type { Workload } from '@/api/types'

export const ended = ['completed', 'failed', 'cancelled'] as const

/** Whether there is still something to cancel. */
export function isCancellable(workload: Pick<Workload, 'state' | 'cancel_requested'>): boolean {
  return !workload.cancel_requested && !ended.some((state) => state === workload.state)
}

type Standing = Pick<Workload, 'state' | 'cancel_requested' | 'change_id'>

/** What can rest: what runs, and what waits with nothing of it on its way to a cloud. The service has the last word. */
export function isPausable({ state, cancel_requested, change_id }: Standing): boolean {
  if (cancel_requested) return false
  return (
    state === 'running' ||
    ((state === 'submitted' || state === 'unplaceable' || state === 'decided') && change_id === null)
  )
}

/** What can be described anew: what can rest, and what rests. */
export function isEditable(workload: Standing): boolean {
  return isPausable(workload) || isResumable(workload)
}

export function isResumable({ state, cancel_requested }: Standing): boolean {
  return state === 'paused' && !cancel_requested
}

export function isRestartable({ state, cancel_requested }: Standing): boolean {
  return state === 'running' && !cancel_requested
}

/** Only a failed one is decided anew: what completed or was cancelled has ended as it was meant to. */
export function isRetryable({ state, cancel_requested }: Standing): boolean {
  return state === 'failed' && !cancel_requested
}

const priorities = ['low', 'medium', 'high', 'critical']

/** By weight, not by letter. */
export function priorityRank(priority: string): number {
  return priorities.indexOf(priority)
}

export type BulkResult = { done: string[]; failed: { id: string; error: unknown }[] }

/** One after another, so that a hundred cancellations are not a burst; what fails does not stop the others. */
export async function forEach(ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<BulkResult> {
  const result: BulkResult = { done: [], failed: [] }
  for (const id of ids) {
    try {
      await act(id)
      result.done.push(id)
    } catch (error) {
      result.failed.push({ id, error })
    }
  }
  return result
}
