import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import type { components as GatewayApi } from './generated/gateway'
import type { components as GitopsApi } from './generated/gitops'
import type { components as IdentityApi } from './generated/identity'
import type { Page, Sent } from './types'

type Gitops = GitopsApi['schemas']
export type Policy = Sent<Gitops['Policy']>
export type PolicyText = Sent<Gitops['PolicyText']>
export type PolicyDryRun = Sent<Gitops['PolicyDryRun']>
export type Remote = Sent<Gitops['Remote']>
export type SigningKey = Sent<IdentityApi['schemas']['SigningKey']>
export type EncryptionKeys = Sent<GatewayApi['schemas']['EncryptionKeys']>
export type PlatformHealth = Sent<GatewayApi['schemas']['PlatformHealth']>

export const policiesQuery = queryOptions({
  queryKey: ['policies', 'list'],
  queryFn: ({ signal }) => request<Page<Policy>>('/api/v1/policies', { signal }),
})

export const policyQuery = (name: string) =>
  queryOptions({
    queryKey: ['policies', 'one', name],
    queryFn: ({ signal }) => request<PolicyText>(`/api/v1/policies/${encodeURIComponent(name)}`, { signal }),
  })

/** Which of the newest changes a policy would have decided differently; nothing is stored. */
export const dryRunPolicy = (policy: string, changes: number) =>
  request<PolicyDryRun>('/api/v1/policies/dry-run', {
    method: 'POST',
    body: { policy, changes },
    timeoutMs: 60_000,
  })

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => request<PlatformHealth>('/health', { signal }),
})

export const remoteQuery = queryOptions({
  queryKey: ['remote'],
  queryFn: ({ signal }) => request<Remote>('/api/v1/remote', { signal }),
})

export const signingKeysQuery = queryOptions({
  queryKey: ['keys', 'signing'],
  queryFn: ({ signal }) => request<Page<SigningKey>>('/api/v1/signing-keys', { signal }),
})

export const rotateSigningKey = (idempotencyKey: string) =>
  request<unknown>('/api/v1/signing-keys/rotations', {
    method: 'POST',
    headers: { 'Idempotency-Key': idempotencyKey },
  })

/** Those that store sealed values. */
export const encryptedServices = ['gitops', 'identity', 'gateway'] as const

export const encryptionKeysQuery = (service: string) =>
  queryOptions({
    queryKey: ['keys', 'encryption', service],
    queryFn: ({ signal }) => request<EncryptionKeys>(`/api/v1/encryption-keys/${service}`, { signal }),
  })

export const rotateEncryptionKey = (service: string) =>
  request<EncryptionKeys>(`/api/v1/encryption-keys/${service}/rotation`, { method: 'POST' })
