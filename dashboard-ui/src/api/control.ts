import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { byCursor, readPages, request } from './client'
import type { components } from './generated/gitops'
import type { Change, Page, Replace, Sent } from './types'

type Gitops = components['schemas']
export type EnvironmentMode = Sent<Gitops['EnvironmentMode']>
export type Mode = EnvironmentMode['mode']
export type KillSwitch = Sent<Gitops['KillSwitch']>
export type Engagement = KillSwitch['engagements'][number]
export type FreezeWindow = Sent<Gitops['FreezeWindow']>
export type Pin = Sent<Gitops['Pin']>
/** The document leaves the class optional; it is always there. */
export type Drift = Replace<Sent<Gitops['Drift']>, { class: 'missing' | 'changed' | 'unmanaged' }>
export type DriftState = Drift['state']
export type ChangeAnalysis = Sent<Gitops['ChangeAnalysis']>
export type Rollback = Replace<Sent<Gitops['Rollback']>, { changes: Change[] }>

export const modes: Mode[] = ['observe', 'recommend', 'act']
export const driftClasses: Drift['class'][] = ['missing', 'changed', 'unmanaged']
export const driftStates: DriftState[] = ['open', 'healing', 'handed_over', 'accepted', 'healed', 'gone']

const keyed = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })
const part = encodeURIComponent

export const environmentsQuery = queryOptions({
  queryKey: ['automation', 'environments'],
  queryFn: ({ signal }) => readPages<EnvironmentMode>('/api/v1/environments', { signal }),
})

export const killSwitchQuery = queryOptions({
  queryKey: ['automation', 'kill-switch'],
  queryFn: ({ signal }) => request<KillSwitch>('/api/v1/kill-switch', { signal }),
})

export const freezeWindowsQuery = queryOptions({
  queryKey: ['automation', 'freeze-windows'],
  queryFn: ({ signal }) => readPages<FreezeWindow>('/api/v1/freeze-windows', { signal }),
})

export const setMode = (environment: string, version: number, asked: { mode: Mode; reason: string }) =>
  request<EnvironmentMode>(`/api/v1/environments/${part(environment)}/mode`, {
    method: 'PUT',
    body: asked,
    headers: { 'If-Match': `"${version}"` },
  })

export const engageKillSwitch = (asked: { environment?: string; reason: string }, key: string) =>
  request<KillSwitch>('/api/v1/kill-switch/engage', { method: 'POST', body: asked, headers: keyed(key) })

export const releaseKillSwitch = (asked: { environment?: string; reason: string }, key: string) =>
  request<KillSwitch>('/api/v1/kill-switch/release', { method: 'POST', body: asked, headers: keyed(key) })

export const pinsQuery = (inForce: boolean) =>
  infiniteQueryOptions({
    queryKey: ['pins', inForce],
    queryFn: ({ pageParam, signal }) =>
      // Unasked, the service leaves out what is released.
      request<Page<Pin>>('/api/v1/pins', { query: { in_force: inForce, cursor: pageParam, limit: 100 }, signal }),
    ...byCursor,
  })

export const releasePin = (workloadId: string, reason: string, key: string) =>
  request<Pin>(`/api/v1/pins/${part(workloadId)}/release`, { method: 'POST', body: { reason }, headers: keyed(key) })

/** Unless `open` is said to be false, the service leaves out what is over. */
export type DriftFilters = { class?: string; state?: string; environment?: string; open: boolean }

export const driftQuery = (filters: DriftFilters) =>
  infiniteQueryOptions({
    queryKey: ['drift', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Drift>>('/api/v1/drift', { query: { ...filters, cursor: pageParam, limit: 100 }, signal }),
    ...byCursor,
  })

export const decideDrift = (id: string, asked: { action: 'heal' | 'accept'; reason: string }, key: string) =>
  request<Drift>(`/api/v1/drift/${part(id)}/decision`, { method: 'POST', body: asked, headers: keyed(key) })

export const cancelChange = (id: string, key: string) =>
  request<Change>(`/api/v1/changes/${part(id)}/cancel`, { method: 'POST', headers: keyed(key) })

export const rollBackChange = (id: string, reason: string, key: string) =>
  request<Rollback>(`/api/v1/changes/${part(id)}/rollback`, { method: 'POST', body: { reason }, headers: keyed(key) })

/** Opens another change of the same content. */
export const retryChange = (id: string, reason: string, key: string) =>
  request<Change>(`/api/v1/changes/${part(id)}/retry`, { method: 'POST', body: { reason }, headers: keyed(key) })

export const analysisQuery = (id: string) =>
  queryOptions({
    queryKey: ['changes', 'one', id, 'analysis'],
    queryFn: ({ signal }) => request<ChangeAnalysis>(`/api/v1/changes/${part(id)}/analysis`, { signal }),
  })

export const createFreezeWindow = (
  asked: { environments: string[]; from: string; until: string; reason: string },
  key: string,
) => request<FreezeWindow>('/api/v1/freeze-windows', { method: 'POST', body: asked, headers: keyed(key) })

export const removeFreezeWindow = (id: string, version: number) =>
  request<unknown>(`/api/v1/freeze-windows/${part(id)}`, {
    method: 'DELETE',
    headers: { 'If-Match': `"${version}"` },
  })
