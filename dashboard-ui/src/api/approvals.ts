import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { byCursor, readPages, request } from './client'
import type { components } from './generated/gitops'
import type { Change, Page, Sent } from './types'

type Gitops = components['schemas']
export type Envelope = Sent<Gitops['Envelope']>
export type Delegation = Sent<Gitops['Delegation']>
export type NewDelegation = {
  to: string
  teams: string[]
  environments: string[]
  ends_at: string
  reason: string
}
export type ReviewOutcome = Gitops['NewBreakGlassReview']['outcome'] & string

const keyed = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })
const part = encodeURIComponent

/** Unasked, the service also tells of those that are over. */
export const envelopesQuery = (all: boolean) =>
  infiniteQueryOptions({
    queryKey: ['envelopes', all],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Envelope>>('/api/v1/envelopes', {
        query: { cursor: pageParam, limit: 100, ...(all ? {} : { usable: true }) },
        signal,
      }),
    ...byCursor,
  })

export const revokeEnvelope = (id: string, reason: string, key: string) =>
  request<Envelope>(`/api/v1/envelopes/${part(id)}/revoke`, { method: 'POST', body: { reason }, headers: keyed(key) })

/** From and to the reader; all of them for admins and auditors. */
export const delegationsQuery = queryOptions({
  queryKey: ['delegations'],
  queryFn: ({ signal }) => readPages<Delegation>('/api/v1/delegations', { signal }),
})

export const createDelegation = (asked: NewDelegation, key: string) =>
  request<Delegation>('/api/v1/delegations', { method: 'POST', body: asked, headers: keyed(key) })

export const revokeDelegation = (id: string) =>
  request<unknown>(`/api/v1/delegations/${part(id)}`, { method: 'DELETE' })

/** Changes for which somebody broke glass; only those that nobody signed off yet, unless all are asked for. */
export const brokenGlassQuery = (all: boolean) =>
  infiniteQueryOptions({
    queryKey: ['changes', 'list', 'broken glass', all],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Change>>('/api/v1/break-glass', {
        query: { cursor: pageParam, limit: 100, ...(all ? {} : { reviewed: false }) },
        signal,
      }),
    ...byCursor,
  })

export const breakGlass = (changeId: string, asked: { reason: string; plan_hash: string }, key: string) =>
  request<Change>(`/api/v1/changes/${part(changeId)}/break-glass`, {
    method: 'POST',
    body: asked,
    headers: keyed(key),
  })

export const reviewBrokenGlass = (changeId: string, asked: { outcome: ReviewOutcome; note: string }, key: string) =>
  request<Change>(`/api/v1/changes/${part(changeId)}/break-glass/review`, {
    method: 'POST',
    body: asked,
    headers: keyed(key),
  })
