import { workloadStates, type Workload } from '@/api/types'
import type { CsvColumn } from '@/lib/csv'

const sortKeys = [
  'id',
  'state',
  'team',
  'environment',
  'kind',
  'cpu_cores',
  'memory_gb',
  'gpus',
  'priority',
  'created_at',
] as const
export type SortKey = (typeof sortKeys)[number]
export type Sort = { key: SortKey; descending: boolean }

export function isSortKey(text: string): text is SortKey {
  return (sortKeys as readonly string[]).includes(text)
}

/** `-created_at` is newest first, which is also the order without a word. */
export function parseSort(text: string | null): Sort {
  const descending = text?.startsWith('-') ?? true
  const key = text?.replace(/^-/, '') ?? 'created_at'
  return isSortKey(key) ? { key, descending } : { key: 'created_at', descending: true }
}

const priorities = ['low', 'medium', 'high', 'critical']

function rank(workload: Workload, key: SortKey): string | number {
  switch (key) {
    case 'state':
      return workloadStates.indexOf(workload.state)
    case 'priority':
      return priorities.indexOf(workload.priority)
    case 'gpus':
      return workload.gpus
    case 'created_at':
      return Date.parse(workload.created_at)
    default:
      return workload[key]
  }
}

/** A stable order: equals keep the service's own. */
export function sortWorkloads(workloads: readonly Workload[], sort: Sort): Workload[] {
  const sign = sort.descending ? -1 : 1
  return [...workloads].sort((left, right) => {
    const a = rank(left, sort.key)
    const b = rank(right, sort.key)
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    return sign * String(a).localeCompare(String(b), 'en', { numeric: true })
  })
}

export const csvColumns: CsvColumn<Workload>[] = [
  { header: 'id', value: (row) => row.id },
  { header: 'state', value: (row) => row.state },
  { header: 'team', value: (row) => row.team },
  { header: 'environment', value: (row) => row.environment },
  { header: 'kind', value: (row) => row.kind },
  { header: 'image', value: (row) => row.container.image },
  { header: 'replicas', value: (row) => row.container.replicas },
  { header: 'cpu_cores', value: (row) => row.cpu_cores },
  { header: 'memory_gb', value: (row) => row.memory_gb },
  { header: 'gpus', value: (row) => row.gpus },
  { header: 'priority', value: (row) => row.priority },
  { header: 'interruptible', value: (row) => row.interruptible },
  { header: 'author', value: (row) => row.author.name },
  { header: 'created_at', value: (row) => row.created_at },
  { header: 'updated_at', value: (row) => row.updated_at },
  { header: 'decision_id', value: (row) => row.decision_id },
  { header: 'change_id', value: (row) => row.change_id },
]
