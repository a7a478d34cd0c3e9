import type { UseQueryResult } from '@tanstack/react-query'
import { Check, CircleAlert, Copy, History, Unplug } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { cn } from '@/lib/cn'
import { formatSpan } from '@/lib/format'
import { useCommon } from '@/lib/i18n/common'
import { useWallNow } from '@/lib/wall-clock'
import { asProblemError, fieldMessage } from '@/lib/problem'
import { Button } from './button'

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn('skeleton', className ?? 'h-4 w-full')} />
}

export function LoadingLines({ lines = 3, label }: { lines?: number; label?: string }) {
  const t = useCommon()
  return (
    <div role="status" className="space-y-2.5 py-1">
      <span className="sr-only">{label ?? t('loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} className={cn('h-4', ['w-11/12', 'w-4/5', 'w-3/5'][index % 3])} />
      ))}
    </div>
  )
}

/** Nothing is here yet, why that is so, and what to do about it. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-8 text-center">
      <p className="text-[13px] font-semibold">{title}</p>
      {children !== undefined && <div className="mt-1 text-[13px] text-muted">{children}</div>}
      {action !== undefined && <div className="mt-4">{action}</div>}
    </div>
  )
}

function CopyText({ text, label }: { text: string; label: string }) {
  const t = useCommon()
  const [copied, setCopied] = useState(false)
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      aria-label={copied ? t('copied') : label}
      className="grid size-6 place-items-center rounded text-muted hover:bg-sunken hover:text-text"
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          // Without clipboard rights the id can still be selected by hand.
          () => setCopied(false),
        )
      }}
    >
      <Icon className="size-3.5" aria-hidden="true" />
    </button>
  )
}

type ErrorStateProps = {
  error: unknown
  what: string
  /** What did not happen to it; loading, unless told. */
  verb?: string
  onRetry?: (() => void) | undefined
  compact?: boolean
}

/** What went wrong in the service's own words, how to find it in the traces, and a way to try again. */
export function ErrorState({ error, what, verb, onRetry, compact = false }: ErrorStateProps) {
  const t = useCommon()
  const problem = asProblemError(error)
  const Icon = problem.isOutage ? Unplug : CircleAlert
  return (
    <div role="alert" className={cn('flex gap-3 rounded-md bg-bad-soft text-[13px]', compact ? 'p-2.5' : 'p-4')}>
      <Icon className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-bad">
          {verb === undefined
            ? t(problem.isOutage ? 'error.outage' : 'error.load', { what })
            : t(problem.isOutage ? 'error.mutation.outage' : 'error.mutation', { what, verb })}
        </p>
        <p className="mt-0.5 wrap-anywhere text-text">
          <span {...(problem.problem.type === undefined ? {} : { lang: 'en' })}>{problem.problem.title}</span>
          {problem.problem.detail !== undefined && (
            <>
              {'. '}
              <span lang="en">{problem.problem.detail}</span>
            </>
          )}
        </p>
        {problem.fieldErrors.length > 0 && (
          <ul className="mt-1 list-disc pl-4">
            {problem.fieldErrors.map((entry) => (
              <li key={entry.field}>
                <code>{entry.field}</code>: {fieldMessage(entry)}
              </li>
            ))}
          </ul>
        )}
        <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
          {problem.status > 0 && <span className="num">{`HTTP ${problem.status}`}</span>}
          {problem.problem.code !== undefined && <code>{problem.problem.code}</code>}
          {problem.traceId !== null && (
            <span className="inline-flex items-center gap-1">
              {t('trace')} <code className="wrap-anywhere">{problem.traceId}</code>
              <CopyText text={problem.traceId} label={t('copy.trace')} />
            </span>
          )}
          {onRetry !== undefined && (
            <Button size="sm" onClick={onRetry}>
              {t('retry')}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

/** The data below is older than it should be, because asking again failed. */
export function StaleNotice({ since, error, onRetry }: { since: number; error: unknown; onRetry: () => void }) {
  const t = useCommon()
  const now = useWallNow()
  const problem = asProblemError(error)
  return (
    <div
      role="status"
      className="mb-3 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-warn-soft px-3 py-2 text-xs"
    >
      <History className="size-3.5 shrink-0 text-warn" aria-hidden="true" />
      <span>
        <strong className="font-semibold text-warn">
          {t('stale.since', { span: formatSpan(Math.max(0, Math.round((now - since) / 1000))) })}
        </strong>{' '}
        {t('stale.why', { why: problem.problem.title })}
        {problem.traceId !== null && (
          <>
            {' · '}
            {t('trace')} <code>{problem.traceId}</code>
          </>
        )}
      </span>
      <Button size="sm" variant="ghost" onClick={onRetry}>
        {t('retry')}
      </Button>
    </div>
  )
}

type QueryViewProps<T> = {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isPending' | 'isError' | 'dataUpdatedAt' | 'refetch'>
  /** Names the data in messages, as in "Workloads could not be loaded". */
  what: string
  loading?: ReactNode
  isEmpty?: (data: T) => boolean
  empty?: ReactNode
  compact?: boolean
  children: (data: T) => ReactNode
}

/** Draws an answer in each of its states: on its way, failed, stale, empty, there. */
export function QueryView<T>({ query, what, loading, isEmpty, empty, compact = false, children }: QueryViewProps<T>) {
  const t = useCommon()
  const retry = () => void query.refetch()
  if (query.data === undefined) {
    if (query.isError) return <ErrorState error={query.error} what={what} onRetry={retry} compact={compact} />
    return loading ?? <LoadingLines label={t('loading.of', { what })} />
  }
  return (
    <>
      {query.isError && <StaleNotice since={query.dataUpdatedAt} error={query.error} onRetry={retry} />}
      {isEmpty?.(query.data) && empty !== undefined ? empty : children(query.data)}
    </>
  )
}
