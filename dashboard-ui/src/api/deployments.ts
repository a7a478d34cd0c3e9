import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import type { Deployment, Page } from './types'

export const deploymentsOfQuery = (workloadId: string) =>
  queryOptions({
    queryKey: ['deployments', 'of', workloadId],
    queryFn: ({ signal }) =>
      request<Page<Deployment>>('/api/v1/deployments', { query: { workload_id: workloadId, limit: 50 }, signal }),
  })
