import { queryOptions } from '@tanstack/react-query'
import { observeDomainTime } from '@/lib/clock'
import { request } from './client'
import type { CostSummary, Telemetry } from './types'

/** The latest of both clouds. Its time also sets the page's idea of domain time. */
export const telemetryQuery = queryOptions({
  queryKey: ['telemetry'],
  queryFn: async ({ signal }) => {
    const telemetry = await request<Telemetry>('/telemetry', { signal })
    observeDomainTime(telemetry.time)
    return telemetry
  },
})

/** What is being spent now, and what the present month (of domain time, in UTC) cost so far. */
export const monthCostQuery = queryOptions({
  queryKey: ['costs', 'month'],
  queryFn: ({ signal }) => request<CostSummary>('/api/v1/costs/summary', { signal }),
})
