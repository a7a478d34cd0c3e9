import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { byCursor, readPages, request } from './client'
import type { Change, Page, StageLogLine, VerdictRequest } from './types'

export type ChangeFilters = { state?: string; workload_id?: string; environment?: string }

export const changesQuery = (filters: ChangeFilters) =>
  infiniteQueryOptions({
    queryKey: ['changes', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Change>>('/api/v1/changes', { query: { ...filters, cursor: pageParam, limit: 50 }, signal }),
    ...byCursor,
  })

export const changesOfQuery = (workloadId: string) =>
  queryOptions({
    queryKey: ['changes', 'of', workloadId],
    queryFn: ({ signal }) =>
      request<Page<Change>>('/api/v1/changes', { query: { workload_id: workloadId, limit: 20 }, signal }),
  })

export const changeQuery = (id: string) =>
  queryOptions({
    queryKey: ['changes', 'one', id],
    queryFn: ({ signal }) => request<Change>(`/api/v1/changes/${encodeURIComponent(id)}`, { signal }),
  })

export const pendingQuery = queryOptions({
  queryKey: ['changes', 'pending'],
  queryFn: ({ signal }) => request<Page<Change>>('/pending', { signal }),
})

export const giveVerdict = (changeId: string, verdict: VerdictRequest, idempotencyKey: string) =>
  request<Change>(`/api/v1/changes/${encodeURIComponent(changeId)}/verdicts`, {
    method: 'POST',
    body: verdict,
    headers: { 'Idempotency-Key': idempotencyKey },
  })

/** The whole log of a stage, up to 2,000 lines. */
export const stageLogQuery = (changeId: string, stage: string) =>
  queryOptions({
    queryKey: ['changes', 'one', changeId, 'log', stage],
    queryFn: async ({ signal }) => {
      const { items, next } = await readPages<StageLogLine>(
        `/api/v1/changes/${encodeURIComponent(changeId)}/stages/${encodeURIComponent(stage)}/log`,
        { signal },
      )
      return { lines: items, more: next !== null }
    },
  })
