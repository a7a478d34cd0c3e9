import type { FieldError, Problem } from '@/api/types'

/** The one error the pages know: what a service (or the way to it) answered instead of data. */
export class ProblemError extends Error {
  readonly problem: Problem
  readonly retryAfterSeconds: number | null

  constructor(problem: Problem, retryAfterSeconds: number | null = null) {
    super(problem.detail ?? problem.title)
    this.name = 'ProblemError'
    this.problem = problem
    this.retryAfterSeconds = retryAfterSeconds
  }

  get status(): number {
    return this.problem.status
  }

  get traceId(): string | null {
    return this.problem.trace_id ?? null
  }

  get fieldErrors(): FieldError[] {
    return this.problem.errors ?? []
  }

  /** The answer is missing because something is down, which is not the same as an empty answer. */
  get isOutage(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504
  }
}

const titles: Record<number, string> = {
  0: 'The gateway cannot be reached',
  401: 'You are not signed in',
  403: 'You are not allowed to do this',
  404: 'This does not exist',
  409: 'This conflicts with the present state',
  412: 'Someone else changed this meanwhile',
  429: 'Too many requests',
  500: 'The service failed',
  502: 'The service does not answer',
  503: 'The service is not available',
  504: 'The service did not answer in time',
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    if (!isRecord(entry)) return []
    const field = text(entry.field)
    if (field === undefined) return []
    const printable = (raw: unknown) =>
      raw === undefined || raw === null ? null : typeof raw === 'string' ? raw : JSON.stringify(raw)
    return [{ field, given: printable(entry.given), allowed: printable(entry.allowed) }]
  })
}

/** Reads a problem document; an answer that is none (a proxy's page, an empty body) still becomes an honest one. */
export function toProblem(status: number, body: unknown, traceId?: string | null): Problem {
  const fallback = titles[status] ?? (status >= 500 ? 'The service failed' : 'The request was refused')
  const source = isRecord(body) ? body : {}
  const problem: Problem = { title: text(source.title) ?? fallback, status }
  const detail = text(source.detail) ?? text(source.message)
  if (detail !== undefined) problem.detail = detail
  const code = text(source.code)
  if (code !== undefined) problem.code = code
  const trace = text(source.trace_id) ?? text(traceId)
  if (trace !== undefined) problem.trace_id = trace
  const errors = fieldErrors(source.errors)
  if (errors.length > 0) problem.errors = errors
  return problem
}

export function asProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  return new ProblemError({
    title: 'The page met an error of its own',
    status: -1,
    detail: error instanceof Error ? error.message : String(error),
    code: 'dashboard-error',
  })
}

/**
 * Which form field a server's field name belongs to: itself, or the nearest field that contains it
 * (`container.ports[1]` → `container.ports`).
 */
export function matchField<F extends string>(field: string, known: readonly F[]): F | null {
  const path = field
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/^\//, '')
    .replaceAll('/', '.')
  for (
    let candidate = path;
    candidate !== '';
    candidate = candidate.slice(0, Math.max(0, candidate.lastIndexOf('.')))
  ) {
    const match = known.find((name) => name === candidate)
    if (match !== undefined) return match
  }
  return null
}

export function fieldMessage(error: FieldError): string {
  const allowed = error.allowed ? `Allowed: ${error.allowed}` : 'This value is not allowed'
  return error.given ? `${allowed} (given ${error.given})` : allowed
}
