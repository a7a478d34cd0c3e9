import { queryOptions } from '@tanstack/react-query'
import { domainNow } from '@/lib/clock'
import { request } from './client'
import type { components as RoutingApi } from './generated/routing'
import type { components as TelemetryApi } from './generated/telemetry'
import type { Page } from './types'

export type RightSizing = RoutingApi['schemas']['RightSizing']
export type MoveAccount = RoutingApi['schemas']['RebalancingAccount']
export type CostSeries = TelemetryApi['schemas']['CostSeries']
export type MetricRange = TelemetryApi['schemas']['Range']

/** What one workload's instances reported over the last hours. */
export const workloadMetricsQuery = (id: string, name: string, hours: number) =>
  queryOptions({
    queryKey: ['metrics', 'workload', id, name, hours],
    queryFn: ({ signal }) => {
      const to = domainNow()
      return request<MetricRange>('/api/v1/metrics', {
        query: {
          name,
          workload: id,
          from: new Date(to - hours * 3_600_000).toISOString(),
          to: new Date(to).toISOString(),
          step: hours > 24 ? 'PT15M' : hours > 4 ? 'PT5M' : 'PT1M',
        },
        signal,
      })
    },
  })

const costDays = 30

/** The metered cost of the largest workloads by day; one of them is asked about. */
export const workloadCostQuery = queryOptions({
  queryKey: ['costs', 'workloads'],
  queryFn: ({ signal }) => {
    const to = domainNow()
    return request<CostSeries>('/api/v1/costs', {
      query: {
        group_by: 'workload',
        from: new Date(to - costDays * 86_400_000).toISOString(),
        to: new Date(to).toISOString(),
      },
      signal,
    })
  },
})

export const rightSizingQuery = (id: string) =>
  queryOptions({
    queryKey: ['recommendations', 'rightsizing', id],
    queryFn: ({ signal }) =>
      request<RightSizing>(`/api/v1/workloads/${encodeURIComponent(id)}/rightsizing`, { signal }),
    retry: false,
  })

export const movesQuery = (id: string) =>
  queryOptions({
    queryKey: ['recommendations', 'moves', id],
    queryFn: ({ signal }) =>
      request<Page<MoveAccount>>('/api/v1/rebalancing', { query: { workload_id: id, limit: 20 }, signal }),
  })
