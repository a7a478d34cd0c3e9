import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import type { Page, PlacementDecision } from './types'

/** A decision never changes once it is stored, so it is asked for once. */
export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: ['decisions', 'one', id],
    queryFn: ({ signal }) => request<PlacementDecision>(`/api/v1/decisions/${encodeURIComponent(id)}`, { signal }),
    staleTime: Infinity,
  })

export const decisionsOfQuery = (workloadId: string) =>
  queryOptions({
    queryKey: ['decisions', 'of', workloadId],
    queryFn: ({ signal }) =>
      request<Page<PlacementDecision>>('/api/v1/decisions', { query: { workload_id: workloadId, limit: 20 }, signal }),
  })

export const recentDecisionsQuery = queryOptions({
  queryKey: ['decisions', 'recent'],
  queryFn: ({ signal }) => request<Page<PlacementDecision>>('/api/v1/decisions', { query: { limit: 8 }, signal }),
})
