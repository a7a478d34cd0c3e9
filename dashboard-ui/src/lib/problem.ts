import type { FieldError, Problem } from '@/api/types'
import { useCommon as texts } from './i18n/common'

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

const titled = [0, 401, 403, 404, 409, 412, 429, 500, 502, 503, 504] as const

function titleOf(status: number): string {
  const t = texts.now()
  const known = titled.find((each) => each === status)
  if (known !== undefined) return t(`problem.${known}`)
  return t(status >= 500 ? 'problem.500' : 'problem.refused')
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
  const source = isRecord(body) ? body : {}
  const problem: Problem = { title: text(source.title) ?? titleOf(status), status }
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
    title: texts.now()('error.own'),
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
  const t = texts.now()
  const given = error.given ?? ''
  if (error.allowed) {
    return given === '' ? t('of.allowed', { allowed: error.allowed }) : t('of.given', { allowed: error.allowed, given })
  }
  return given === '' ? t('not.allowed') : t('not.allowed.given', { given })
}
