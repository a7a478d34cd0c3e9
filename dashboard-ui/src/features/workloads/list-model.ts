import type { Workload } from '@/api/types'

export const ended = ['completed', 'failed', 'cancelled'] as const

/** Whether there is still something to cancel. */
export function isCancellable(workload: Pick<Workload, 'state' | 'cancel_requested'>): boolean {
  return !workload.cancel_requested && !ended.some((state) => state === workload.state)
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
