import type { Drift } from '@/api/control'

type Judged = Pick<Drift, 'state' | 'class' | 'workload_id' | 'closed_at'>

/** Nothing can be decided of what is over or being healed; the service has the last word. */
export const canAccept = (drift: Judged) =>
  drift.closed_at === null && drift.state !== 'healing' && drift.state !== 'accepted'

/** What is in no repository is removed where it runs. */
export const canHeal = (drift: Judged) =>
  drift.closed_at === null && drift.state !== 'healing' && drift.workload_id !== null && drift.class !== 'unmanaged'
