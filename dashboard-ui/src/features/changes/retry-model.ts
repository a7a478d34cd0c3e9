import type { Change } from '@/api/types'

/** What trying a change again means: the same once more, or a decision of now for its workload. */
export type Retry = { of: 'change' } | { of: 'workload'; workloadId: string }

const ended: Change['state'][] = ['failed', 'rejected', 'cancelled', 'expired']

/** How a change can be tried again; null where it cannot, or somebody else decides. The service has the last word. */
export function retryOf(change: Change): Retry | null {
  if (!ended.includes(change.state) || change.retried_by !== null) return null
  switch (change.origin) {
    case 'push':
    case 'operator':
    case 'rollback':
      return { of: 'change' }
    case 'decision': {
      const placed = change.items.find((item) => item.action !== 'teardown')
      if (placed !== undefined) return { of: 'workload', workloadId: placed.workload_id }
      return change.state === 'failed' ? { of: 'change' } : null
    }
    case 'drift':
    case 'remediation':
    case 'promotion':
    case 'adoption':
      return null
  }
}
