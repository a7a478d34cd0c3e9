import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { byCursor, request } from './client'
import type { components } from './generated/telemetry'
import type { Page, Replace, Sent } from './types'

type Telemetries = components['schemas']
export type RunningInstance = Sent<Telemetries['Instance']>
export type SeriesRow = Replace<Sent<Telemetries['Row']>, { values: (number | null)[] }>
export type SeriesAnswer = Replace<Sent<Telemetries['Answer']>, { series: SeriesRow[] | null }>
type Lacking = { known: number; needed: number; reason: string }

/** The document gives this name to another answer, so its shape stands here. */
export type CapacityStep = {
  time: string
  /** Virtual processors, expected. */
  demand: number
  /** Probability that the demand is over the quota then. */
  exceeds: number
  /** Probability that it was so by then at least once. */
  passed: number
}
export type CapacityPlan = {
  region: string
  quota: number
  quota_source: 'configured' | 'asked'
  demand: number | null
  probability: number | null
  likely_at: string | null
  steps: CapacityStep[]
  lacking: Lacking | null
}
export type CapacityPlans = { time: string; step: string; paths: number; seed: number; items: CapacityPlan[] }
export type InterruptionNotice = Sent<Telemetries['NoticeView']>

export type SeriesQuestion = {
  name: string
  from: string
  to?: string
  step?: string
  label?: string
  aggregation?: string
  across?: string
  group_by?: string
  top?: number
}

export const seriesQuery = (question: SeriesQuestion, span: string) =>
  queryOptions({
    // The span names the question; its ends move with the clock.
    queryKey: ['metrics', 'query', { ...question, from: span }],
    queryFn: ({ signal }) => request<SeriesAnswer>('/api/v1/metrics/query', { query: { ...question }, signal }),
  })

export const instancesQuery = (filters: { provider?: string; region?: string; state?: string }) =>
  infiniteQueryOptions({
    queryKey: ['instances', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<RunningInstance>>('/api/v1/instances', {
        query: { ...filters, cursor: pageParam, limit: 200 },
        signal,
      }),
    ...byCursor,
  })

export const capacityQuery = (asked: { region?: string; quota?: number; horizon: string }) =>
  queryOptions({
    queryKey: ['capacity', asked],
    queryFn: ({ signal }) => request<CapacityPlans>('/api/v1/capacity', { query: asked, signal }),
    staleTime: 60_000,
  })

export type Accuracy = Sent<Telemetries['Accuracy']>

/** How good the newest forecasts of a series were, once their future was past. */
export const accuracyQuery = (series: string) =>
  queryOptions({
    queryKey: ['forecasts', 'errors', series],
    queryFn: ({ signal }) => request<{ items: Accuracy[] }>('/api/v1/forecasts/errors', { query: { series }, signal }),
  })
