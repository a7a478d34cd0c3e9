import { infiniteQueryOptions } from '@tanstack/react-query'
import { byCursor, request } from './client'
import type { components } from './generated/routing'
import type { Page, Sent } from './types'

export type Recommendation = Sent<components['schemas']['Recommendation']>
export type RecommendationKind = Recommendation['kind']
export type RecommendationState = Recommendation['state']
export type RecommendationFilters = { kind?: string; state?: string; team?: string; environment?: string }

export const recommendationKinds: RecommendationKind[] = [
  'right_size',
  'idle',
  'orphaned',
  'oversized',
  'move',
  'scale',
]
export const recommendationStates: RecommendationState[] = ['open', 'applied', 'dismissed', 'expired', 'superseded']

export const recommendationsQuery = (filters: RecommendationFilters) =>
  infiniteQueryOptions({
    queryKey: ['recommendations', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Recommendation>>('/api/v1/recommendations', {
        query: { ...filters, cursor: pageParam, limit: 100 },
        signal,
      }),
    ...byCursor,
  })

const one = (id: string) => `/api/v1/recommendations/${encodeURIComponent(id)}`
const version = ({ version: number }: Recommendation) => `"${number}"`

/** Makes a decision or a teardown of it, which passes the pipeline like any other. */
export const applyRecommendation = (recommendation: Recommendation, idempotencyKey: string) =>
  request<Recommendation>(`${one(recommendation.id)}/apply`, {
    method: 'POST',
    headers: { 'If-Match': version(recommendation), 'Idempotency-Key': idempotencyKey },
  })

export const dismissRecommendation = (recommendation: Recommendation, reason: string, idempotencyKey: string) =>
  request<Recommendation>(`${one(recommendation.id)}/dismiss`, {
    method: 'POST',
    body: { reason },
    headers: { 'If-Match': version(recommendation), 'Idempotency-Key': idempotencyKey },
  })
