import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import type { components } from './generated/gitops'
import type { Deployment, Page } from './types'

export const deploymentsOfQuery = (workloadId: string) =>
  queryOptions({
    queryKey: ['deployments', 'of', workloadId],
    queryFn: ({ signal }) =>
      request<Page<Deployment>>('/api/v1/deployments', { query: { workload_id: workloadId, limit: 50 }, signal }),
  })

export type DeploymentLogs = components['schemas']['DeploymentLogs']

/** The last lines of what its replicas wrote. */
export const deploymentLogsQuery = (id: string) =>
  queryOptions({
    queryKey: ['deployments', 'logs', id],
    queryFn: ({ signal }) =>
      request<DeploymentLogs>(`/api/v1/deployments/${encodeURIComponent(id)}/logs`, { query: { kib: 64 }, signal }),
  })
