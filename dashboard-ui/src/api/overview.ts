import { queryOptions } from '@tanstack/react-query'
import { domainNow } from '@/lib/clock'
import { request } from './client'
import type { components } from './generated/telemetry'
import type { Page } from './types'

export type OpenIncident = components['schemas']['Incident']
export type MetricAnswer = components['schemas']['Answer']

export const openIncidentsQuery = queryOptions({
  queryKey: ['incidents', 'list', 'open'],
  queryFn: ({ signal }) =>
    request<Page<OpenIncident>>('/api/v1/incidents', { query: { state: 'open', limit: 50 }, signal }),
})

/** One line of a metric over the last hours: the mean of all series that the labels choose. */
export const metricLineQuery = (name: string, labels: Record<string, string>, hours: number, points = 120) =>
  queryOptions({
    queryKey: ['metrics', 'line', name, labels, hours],
    queryFn: ({ signal }) => {
      const to = domainNow()
      const params = new URLSearchParams({
        name,
        from: new Date(to - hours * 3_600_000).toISOString(),
        to: new Date(to).toISOString(),
        max_points: String(points),
        aggregation: 'avg',
        across: 'avg',
      })
      for (const [label, value] of Object.entries(labels)) params.append('label', `${label}=${value}`)
      return request<MetricAnswer>(`/api/v1/metrics/query?${params.toString()}`, { signal })
    },
    staleTime: 15_000,
  })
