import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { byCursor, request, requestVersioned } from './client'
import type { Account, ApiKey, ApiKeyRotation, BrowserSession, IssuedApiKey, NewApiKey, Page } from './types'

export const meQuery = queryOptions({
  queryKey: ['users', 'me'],
  queryFn: ({ signal }) => request<Account>('/api/v1/users/me', { signal }),
})

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => request<Page<BrowserSession>>('/api/v1/sessions', { signal }),
})

export const endSession = (id: string) =>
  request<unknown>(`/api/v1/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' })

export const endAllSessions = () => request<unknown>('/api/v1/sessions', { method: 'DELETE' })

export const apiKeysQuery = infiniteQueryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ pageParam, signal }) =>
    request<Page<ApiKey>>('/api/v1/api-keys', { query: { cursor: pageParam, limit: 50 }, signal }),
  ...byCursor,
})

export const createApiKey = (asked: NewApiKey, idempotencyKey: string) =>
  request<IssuedApiKey>('/api/v1/api-keys', {
    method: 'POST',
    body: asked,
    headers: { 'Idempotency-Key': idempotencyKey },
  })

const apiKey = (id: string) => `/api/v1/api-keys/${encodeURIComponent(id)}`

export const apiKeyQuery = (id: string) =>
  queryOptions({
    queryKey: ['api-keys', 'one', id],
    queryFn: ({ signal }) => requestVersioned<ApiKey>(apiKey(id), { signal }),
    // What is rotated is the key as it is stored now.
    staleTime: 0,
    gcTime: 0,
  })

/** The old secret stays good for the overlap. */
export const rotateApiKey = (id: string, asked: ApiKeyRotation, etag: string | null, idempotencyKey: string) =>
  request<IssuedApiKey>(`${apiKey(id)}/rotations`, {
    method: 'POST',
    body: asked,
    headers: { ...(etag === null ? {} : { 'If-Match': etag }), 'Idempotency-Key': idempotencyKey },
  })

export const revokeApiKey = (id: string) => request<unknown>(apiKey(id), { method: 'DELETE' })
