import { auditServices, type AuditFilters, type AuditService } from '@/api/audit'
import type { AuditEvent, AuditOutcome } from '@/api/types'
import type { Tone } from '@/components/ui/badge'
import type { CsvColumn } from '@/lib/csv'

export const outcomes: AuditOutcome[] = ['succeeded', 'refused', 'failed']

export const outcomeTones: Record<AuditOutcome, Tone> = { succeeded: 'good', refused: 'warn', failed: 'bad' }

export const periods = [
  ['1h', 3_600_000],
  ['1d', 86_400_000],
  ['7d', 7 * 86_400_000],
  ['all', null],
] as const

export function serviceOf(text: string | null): AuditService {
  return auditServices.find((service) => service === text) ?? 'gitops'
}

/** The filters that stand in the address; `now` is when the search was begun. */
export function filtersOf(params: URLSearchParams, now: number): AuditFilters {
  const filters: AuditFilters = {}
  for (const name of ['outcome', 'action', 'actor', 'resource_id', 'team', 'q'] as const) {
    const value = params.get(name)?.trim() ?? ''
    if (value !== '') filters[name] = value
  }
  const span = periods.find(([id]) => id === (params.get('period') ?? '1d'))?.[1]
  if (span !== undefined && span !== null) filters.from = new Date(now - span).toISOString()
  return filters
}

/**
 * Who did it: a person by their pseudonym, a program by its name, or the service itself, which nobody asked; null where somebody did
 * who is not known.
 */
export function actorText({ actor_id, client_id, address, service }: AuditEvent): string | null {
  return actor_id ?? client_id ?? (typeof address === 'string' ? null : `${service}-service`)
}

const json = (value: unknown) => (value === undefined || value === null ? '' : JSON.stringify(value))

export const csvColumns: CsvColumn<AuditEvent>[] = [
  { header: 'at', value: (row) => row.at },
  { header: 'service', value: (row) => row.service },
  { header: 'outcome', value: (row) => row.outcome },
  { header: 'action', value: (row) => row.action },
  { header: 'resource_type', value: (row) => row.resource_type },
  { header: 'resource_id', value: (row) => row.resource_id },
  { header: 'actor_id', value: (row) => row.actor_id },
  { header: 'client_id', value: (row) => row.client_id },
  { header: 'key_id', value: (row) => row.key_id },
  { header: 'address', value: (row) => row.address },
  { header: 'team', value: (row) => row.team },
  { header: 'environment', value: (row) => row.environment },
  { header: 'before', value: (row) => json(row.before) },
  { header: 'after', value: (row) => json(row.after) },
  { header: 'request_id', value: (row) => row.request_id },
  { header: 'trace_id', value: (row) => row.trace_id },
]
