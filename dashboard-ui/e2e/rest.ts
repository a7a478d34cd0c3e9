import type { APIRequestContext } from '@playwright/test'
import { newKey } from '../src/lib/ids'

export type Change = {
  id: string
  state: string
  title: string
  plan: { hash: string } | null
  held_back: string | null
  approval: { granted: number; required: number } | null
}
export type Workload = {
  id: string
  state: string
  version: number
  change_id: string | null
  container: { image: string }
}
type Page<T> = { items: T[] }

/** The platform's interface in the name of whoever is logged in: it sets the scene, the pages are what is tested. */
export class Rest {
  private readonly request: APIRequestContext

  constructor(request: APIRequestContext) {
    this.request = request
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.request.get(path)
    if (!answer.ok()) throw new Error(`GET ${path}: ${answer.status()} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  async send<T>(method: 'POST' | 'PUT', path: string, data: unknown, version?: number): Promise<T> {
    const { csrf } = await this.get<{ csrf: { header: string; token: string } }>('/session')
    const answer = await this.request.fetch(path, {
      method,
      data,
      headers: {
        [csrf.header]: csrf.token,
        ...(method === 'POST' ? { 'Idempotency-Key': newKey() } : {}),
        ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
      },
    })
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  async submit(id: string, part: Record<string, unknown> = {}): Promise<void> {
    await this.send('POST', '/api/v1/workloads', service(id, part))
  }

  workload(id: string): Promise<Workload> {
    return this.get(`/api/v1/workloads/${id}`)
  }

  async changesOf(id: string): Promise<Change[]> {
    return (await this.get<Page<Change>>(`/api/v1/changes?workload_id=${id}`)).items
  }

  change(id: string): Promise<Change> {
    return this.get(`/api/v1/changes/${id}`)
  }

  /** Ends what may still be there; what has ended already stays as it is. */
  async cancel(id: string): Promise<void> {
    const { state } = await this.workload(id)
    if (!['completed', 'failed', 'cancelled'].includes(state))
      await this.send('POST', `/api/v1/workloads/${id}/cancel`, {})
  }
}

/** A small service that needs nobody's approval. */
export function service(id: string, part: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    team: 'research',
    environment: 'dev',
    kind: 'service',
    container: { image: 'ghcr.io/acme/web:1.0', replicas: 1 },
    cpu_cores: 1,
    memory_gb: 2,
    cost_sensitivity: 1,
    regions_allowed: ['aws:us-east-2'],
    ...part,
  }
}
