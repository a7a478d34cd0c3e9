import { infiniteQueryOptions } from '@tanstack/react-query'
import { byCursor, request, withQuery } from './client'
import type { AuditEvent, AuditFinding, AuditVerification, Page } from './types'

export const auditServices = ['gitops', 'routing', 'identity', 'gateway', 'telemetry'] as const
export type AuditService = (typeof auditServices)[number]

export type AuditFilters = {
  outcome?: string
  action?: string
  actor?: string
  resource_id?: string
  team?: string
  from?: string
  to?: string
  q?: string
}

const root = (service: AuditService) => `/api/v1/audit/${service}`

export const auditQuery = (service: AuditService, filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ['audit', service, filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<AuditEvent>>(`${root(service)}/events`, {
        query: { ...filters, cursor: pageParam, limit: 50 },
        signal,
      }),
    ...byCursor,
  })

/** The whole log of a service in a period, streamed by the service; the download is itself on record. */
export const auditExportUrl = (service: AuditService, format: 'jsonl' | 'cef', { from, to }: AuditFilters) =>
  withQuery(`${root(service)}/export`, { format, from, to })

export type AuditVerdict = { rows: number; broken: number; pending: number; findings: AuditFinding[]; at: string }

const mostParts = 10_000

/** Has the whole log of a service checked, part after part. */
export async function verifyAudit(service: AuditService, onProgress: (rows: number) => void): Promise<AuditVerdict> {
  const verdict: AuditVerdict = { rows: 0, broken: 0, pending: 0, findings: [], at: '' }
  let after: string | null = null
  for (let part = 0; part < mostParts; part++) {
    const report: AuditVerification = await request(`${root(service)}/verification`, {
      query: { after },
      timeoutMs: 120_000,
    })
    verdict.rows += report.rows
    verdict.broken += report.broken
    verdict.pending = report.pending ?? 0
    verdict.findings.push(...report.findings)
    onProgress(verdict.rows)
    after = report.next ?? null
    if (after === null) break
  }
  return { ...verdict, at: new Date().toISOString() }
}
