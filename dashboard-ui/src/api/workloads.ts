import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { byCursor, readPages, request } from './client'
import type {
  HistoryEntry,
  Page,
  Workload,
  WorkloadAccepted,
  WorkloadCounts,
  WorkloadQueue,
  WorkloadRequest,
} from './types'

export type WorkloadFilters = { state?: string; team?: string; environment?: string; kind?: string; q?: string }

const workloadPage = (filters: WorkloadFilters, cursor: string | null, limit: number, signal?: AbortSignal) =>
  request<Page<Workload>>('/api/v1/workloads', {
    query: { ...filters, cursor, limit },
    ...(signal ? { signal } : {}),
  })

/** The first page is small, to be there soon; who goes on wants many. */
const firstRows = 50
const moreRows = 200

export const workloadsQuery = (filters: WorkloadFilters) =>
  infiniteQueryOptions({
    queryKey: ['workloads', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      workloadPage(filters, pageParam, pageParam === null ? firstRows : moreRows, signal),
    ...byCursor,
  })

/** For one export: the newest 10,000 at most. */
export const allWorkloads = (filters: WorkloadFilters) =>
  readPages<Workload>('/api/v1/workloads', { query: filters, most: 50 })

/** How many there are in each state, of all that the reader may see. */
export const workloadCountsQuery = queryOptions({
  queryKey: ['workloads', 'counts'],
  queryFn: ({ signal }) => request<WorkloadCounts>('/api/v1/workloads:counts', { signal }),
})

/** A few workloads by a part of their name, for the command palette. */
export const workloadsFoundQuery = (q: string) =>
  queryOptions({
    queryKey: ['workloads', 'list', 'found', q],
    queryFn: ({ signal }) => workloadPage({ q }, null, 8, signal),
  })

/** The newest workloads with the counts of those that wait and those that are done. */
export const workloadQueueQuery = queryOptions({
  queryKey: ['workloads', 'queue'],
  queryFn: ({ signal }) => request<WorkloadQueue>('/workloads', { signal }),
})

export const workloadQuery = (id: string) =>
  queryOptions({
    queryKey: ['workloads', 'one', id],
    queryFn: ({ signal }) => request<Workload>(`/api/v1/workloads/${encodeURIComponent(id)}`, { signal }),
  })

export const workloadHistoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['workloads', 'history', id],
    queryFn: ({ signal }) =>
      request<{ items: HistoryEntry[] }>(`/api/v1/workloads/${encodeURIComponent(id)}/history`, { signal }),
  })

export const submitWorkload = (workload: WorkloadRequest, idempotencyKey: string) =>
  request<WorkloadAccepted>('/api/v1/workloads', {
    method: 'POST',
    body: workload,
    headers: { 'Idempotency-Key': idempotencyKey },
  })

/** Replaces its description, unless it changed since that version was read. */
export const editWorkload = (id: string, version: number, workload: WorkloadRequest) =>
  request<Workload>(`/api/v1/workloads/${encodeURIComponent(id)}`, {
    method: 'PUT',
    body: workload,
    headers: { 'If-Match': `"${version}"` },
  })

/** What a person may ask of a workload as it is. */
export type WorkloadAction = 'cancel' | 'pause' | 'resume' | 'restart' | 'retry'

/** Has a failed workload decided anew. */
export const retryWorkload = (id: string, reason: string, idempotencyKey: string) =>
  request<Workload>(`/api/v1/workloads/${encodeURIComponent(id)}/retry`, {
    method: 'POST',
    body: { reason },
    headers: { 'Idempotency-Key': idempotencyKey },
  })

/** Answers the workload as it stands then. */
export const actOnWorkload = (id: string, action: WorkloadAction, idempotencyKey: string) =>
  request<Workload>(`/api/v1/workloads/${encodeURIComponent(id)}/${action}`, {
    method: 'POST',
    headers: { 'Idempotency-Key': idempotencyKey },
  })
