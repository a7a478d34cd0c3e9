import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import type { components } from './generated/routing'
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

type Routing = components['schemas']
export type Counterfactuals = Routing['Counterfactuals']
export type Realised = Routing['Realised']
export type Recheck = Routing['Recheck']
export type Replay = Routing['Replay']
export type WhatIfAnswer = Routing['WhatIfAnswer']
export type WhatIfRequest = Omit<Routing['WhatIfRequest'], 'spec'> & { spec?: Record<string, unknown> }
export type Placement = WhatIfAnswer['after']

const one = (id: string) => `/api/v1/decisions/${encodeURIComponent(id)}`

/** The smallest change of each input that flips the choice; reckoned once, as a decision never changes. */
export const counterfactualsQuery = (id: string) =>
  queryOptions({
    queryKey: ['decisions', 'counterfactuals', id],
    queryFn: ({ signal }) => request<Counterfactuals>(`${one(id)}/counterfactuals`, { signal, timeoutMs: 30_000 }),
    staleTime: Infinity,
  })

export const realisedQuery = (id: string) =>
  queryOptions({
    queryKey: ['decisions', 'realised', id],
    queryFn: ({ signal }) => request<Realised>(`${one(id)}/realised`, { signal }),
    staleTime: 15_000,
  })

export const replayDecision = (id: string) =>
  request<Replay>(`${one(id)}/replay`, { method: 'POST', timeoutMs: 30_000 })

export const recheckDecision = (id: string) => request<Recheck>(`${one(id)}/recheck`, { method: 'POST' })

/** What would have been decided; nothing is stored, so it is asked like a question and kept like an answer. */
export const whatIfQuery = (id: string, asked: WhatIfRequest) =>
  queryOptions({
    queryKey: ['decisions', 'what-if', id, asked],
    queryFn: ({ signal }) =>
      request<WhatIfAnswer>(`${one(id)}/what-if`, { method: 'POST', body: asked, signal, timeoutMs: 20_000 }),
    staleTime: Infinity,
    gcTime: 60_000,
  })

/** Where a workload that is not submitted would go now, and what it would cost. */
export const previewQuery = (spec: Record<string, unknown>) =>
  queryOptions({
    queryKey: ['decisions', 'preview', spec],
    queryFn: ({ signal }) =>
      request<WhatIfAnswer>('/api/v1/what-if', { method: 'POST', body: { spec }, signal, timeoutMs: 20_000 }),
    staleTime: 30_000,
    gcTime: 60_000,
  })
