import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { byCursor, readPages, request } from './client'
import type { components as GitopsApi } from './generated/gitops'
import type { components } from './generated/telemetry'
import type { Page, Replace, Sent } from './types'

type Telemetries = components['schemas']
export type Alert = Sent<Telemetries['Alert']>
export type Severity = Alert['severity']
export type AlertState = Alert['state']
export type Incident = Sent<Telemetries['Incident']>
export type IncidentState = Incident['state']
export type IncidentEntry = Sent<Telemetries['IncidentEntry']>
export type AlertRule = Sent<Telemetries['AlertRule']>
export type Silence = Sent<Telemetries['Silence']>
export type SilenceMatcher = Sent<Telemetries['SilenceMatcher']>
export type NewSilence = { matchers: SilenceMatcher[]; reason: string; starts_at?: string; ends_at: string }
export type Anomaly = Sent<Telemetries['Anomaly']>

type Gitops = GitopsApi['schemas']
/** The document shows the enumerations of a remediation as empty objects. */
export type RemediationState =
  | 'opened'
  | 'held'
  | 'requested'
  | 'changing'
  | 'verifying'
  | 'restarting'
  | 'resolved'
  | 'handed_over'
  | 'aborted'
  | 'obsolete'
export type Remediation = Replace<
  Sent<Gitops['Remediation']>,
  {
    state: RemediationState
    outcome: 'replaced' | 'restarted' | 'without_capacity' | 'left_as_it_is' | null
    timeline: { at: string; what: string; detail: string }[] | null
  }
>

export const severities: Severity[] = ['critical', 'warning', 'info']
export const incidentStates: IncidentState[] = ['open', 'acknowledged', 'resolved']
export const alertStates: AlertState[] = ['firing', 'pending', 'resolved']

export type IncidentFilters = { state?: string; severity?: string; provider?: string }
export type AlertFilters = { state?: string; severity?: string; rule?: string; provider?: string }

export const incidentsQuery = (filters: IncidentFilters) =>
  infiniteQueryOptions({
    queryKey: ['incidents', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Incident>>('/api/v1/incidents', { query: { ...filters, cursor: pageParam, limit: 50 }, signal }),
    ...byCursor,
  })

const incident = (id: string) => `/api/v1/incidents/${encodeURIComponent(id)}`

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', 'one', id],
    queryFn: ({ signal }) => request<Incident>(incident(id), { signal }),
  })

export const acknowledgeIncident = (id: string, version: number, idempotencyKey: string) =>
  request<Incident>(`${incident(id)}/acknowledge`, {
    method: 'POST',
    headers: { 'If-Match': `"${version}"`, 'Idempotency-Key': idempotencyKey },
  })

export const handOverIncident = (
  id: string,
  version: number,
  asked: { to: string; note: string | null },
  idempotencyKey: string,
) =>
  request<Incident>(`${incident(id)}/handover`, {
    method: 'POST',
    body: asked,
    headers: { 'If-Match': `"${version}"`, 'Idempotency-Key': idempotencyKey },
  })

export const noteIncident = (id: string, text: string, idempotencyKey: string) =>
  request<Incident>(`${incident(id)}/notes`, {
    method: 'POST',
    body: { text },
    headers: { 'Idempotency-Key': idempotencyKey },
  })

/** The post-incident report as Markdown. */
export const fetchIncidentReport = (id: string) =>
  request<Blob>(`${incident(id)}/report`, { query: { format: 'markdown' }, as: 'blob' })

export const alertsQuery = (filters: AlertFilters) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Alert>>('/api/v1/alerts', { query: { ...filters, cursor: pageParam, limit: 100 }, signal }),
    ...byCursor,
  })

export const alertRulesQuery = queryOptions({
  queryKey: ['alerts', 'rules'],
  queryFn: ({ signal }) => request<{ items: AlertRule[] }>('/api/v1/alert-rules', { signal }),
})

export const silencesQuery = queryOptions({
  queryKey: ['silences'],
  queryFn: ({ signal }) => readPages<Silence>('/api/v1/silences', { signal }),
})

export const createSilence = (asked: NewSilence, idempotencyKey: string) =>
  request<Silence>('/api/v1/silences', {
    method: 'POST',
    body: asked,
    headers: { 'Idempotency-Key': idempotencyKey },
  })

export const endSilence = (id: string) =>
  request<unknown>(`/api/v1/silences/${encodeURIComponent(id)}`, { method: 'DELETE' })

export const remediationsQuery = (filters: { incident_id?: string; open?: boolean }) =>
  queryOptions({
    queryKey: ['remediations', 'list', filters],
    queryFn: ({ signal }) =>
      request<Page<Remediation>>('/api/v1/remediations', { query: { ...filters, limit: 100 }, signal }),
  })

const remediation = (id: string) => `/api/v1/remediations/${encodeURIComponent(id)}`

export const remediationQuery = (id: string) =>
  queryOptions({
    queryKey: ['remediations', 'one', id],
    queryFn: ({ signal }) => request<Remediation>(remediation(id), { signal }),
  })

export const acknowledgeRemediation = (id: string, idempotencyKey: string) =>
  request<Remediation>(`${remediation(id)}/acknowledge`, {
    method: 'POST',
    headers: { 'Idempotency-Key': idempotencyKey },
  })

export const abortRemediation = (id: string, note: string, idempotencyKey: string) =>
  request<Remediation>(`${remediation(id)}/abort`, {
    method: 'POST',
    body: { note },
    headers: { 'Idempotency-Key': idempotencyKey },
  })

export const anomaliesQuery = (open: boolean) =>
  queryOptions({
    queryKey: ['anomalies', open],
    queryFn: ({ signal }) =>
      request<Page<Anomaly>>('/api/v1/anomalies', { query: { limit: 100, ...(open ? { open } : {}) }, signal }),
  })
