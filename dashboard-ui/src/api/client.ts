import { observeDomainTime } from '@/lib/clock'
import { ProblemError, toProblem } from '@/lib/problem'
import { useCommon as texts } from '@/lib/i18n/common'
import type { Page, Session } from './types'

type Query = Record<string, string | number | boolean | null | undefined>

export type RequestOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  query?: Query
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
  timeoutMs?: number
  /** A file instead of JSON; what it is, `accept` says. */
  as?: 'blob'
}

export type Versioned<T> = { value: T; etag: string | null }

let csrf: { header: string; token: string } | null = null
let onUnauthenticated: () => void = () => undefined

export function setCsrf(next: { header: string; token: string } | null): void {
  csrf = next
}

/** The app decides what a lost session means (it goes to the login and comes back). */
export function whenUnauthenticated(handler: () => void): void {
  onUnauthenticated = handler
}

export function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value))
  }
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after'))
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null
}

function traceOf(response: Response): string | null {
  // traceparent: version-traceid-spanid-flags
  return response.headers.get('x-trace-id') ?? response.headers.get('traceparent')?.split('-')[1] ?? null
}

async function bodyOf(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  if (!type.includes('json')) return null
  try {
    return (await response.json()) as unknown
  } catch (error) {
    throw new ProblemError({
      title: texts.now()('problem.broken'),
      status: 502,
      detail: texts.now()('problem.broken.detail', { why: error instanceof Error ? error.message : '?' }),
      code: 'broken-answer',
    })
  }
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', body, headers = {}, timeoutMs = 15_000 } = options
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout
  const unsafe = method !== 'GET'
  try {
    return await fetch(withQuery(path, options.query), {
      method,
      credentials: 'same-origin',
      signal,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(unsafe && csrf ? { [csrf.header]: csrf.token } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (error) {
    if (options.signal?.aborted) throw error
    if (timeout.aborted) {
      throw new ProblemError({
        ...toProblem(504, null),
        detail: texts.now()('problem.timeout', { call: `${method} ${path}`, seconds: timeoutMs / 1000 }),
        code: 'time-out',
      })
    }
    throw new ProblemError({
      ...toProblem(0, null),
      detail: texts.now()('problem.unreachable', { call: `${method} ${path}` }),
      code: 'unreachable',
    })
  }
}

async function failure(response: Response): Promise<ProblemError> {
  return new ProblemError(toProblem(response.status, await bodyOf(response), traceOf(response)), retryAfter(response))
}

/** Of a list that the services answer page by page: the first one, and the one after. */
export const byCursor = {
  initialPageParam: null as string | null,
  getNextPageParam: (last: { next: string | null }) => last.next,
}

const pageSize = 200

/** A list from its first page to its end, as far as {@link most} pages reach; where `next` is not null, there is more. */
export async function readPages<T>(
  path: string,
  { most = 10, query, ...options }: RequestOptions & { most?: number },
): Promise<Page<T>> {
  const items: T[] = []
  let next: string | null = null
  for (let page = 0; page < most; page++) {
    const answer: Page<T> = await request(path, { ...options, query: { ...query, limit: pageSize, cursor: next } })
    items.push(...answer.items)
    next = answer.next
    if (next === null) break
  }
  return { items, next }
}

/** One call to the gateway: JSON in, JSON out (or a file), every failure a {@link ProblemError}. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await answer(path, options)
  return (options.as === 'blob' ? await response.blob() : await bodyOf(response)) as T
}

/** As {@link request}, with the version of what was answered, which an edit has to name. */
export async function requestVersioned<T>(path: string, options: RequestOptions = {}): Promise<Versioned<T>> {
  const response = await answer(path, options)
  return { value: (await bodyOf(response)) as T, etag: response.headers.get('etag') }
}

async function answer(path: string, options: RequestOptions): Promise<Response> {
  let response = await send(path, options)
  if (response.status === 403 && options.method !== undefined && options.method !== 'GET') {
    const refused = await failure(response)
    if (!/csrf/i.test(`${refused.problem.code ?? ''} ${refused.message}`)) throw refused
    // The token went with an older session: take the present one, once.
    const session = await fetchSession()
    if (!session.authenticated) throw refused
    response = await send(path, options)
  }
  if (response.status === 401) {
    const refused = await failure(response)
    // The session is fine where only a fresh second factor is missing.
    if (refused.problem.code !== 'step-up-required') onUnauthenticated()
    throw refused
  }
  if (!response.ok) throw await failure(response)
  return response
}

export async function fetchSession(signal?: AbortSignal): Promise<Session> {
  const response = await send('/session', signal ? { signal } : {})
  if (!response.ok) throw await failure(response)
  const session = (await bodyOf(response)) as Session
  setCsrf(session.authenticated ? session.csrf : null)
  observeDomainTime(session.time)
  return session
}
