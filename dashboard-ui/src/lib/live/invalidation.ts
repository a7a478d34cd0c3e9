import { notifyManager, type Query, type QueryClient, type QueryKey } from '@tanstack/react-query'
import type { CloudEvent } from '@/api/types'

export const liveTypes = [
  'PriceEpochPublished',
  'TelemetryStale',
  'WorkloadSubmitted',
  'WorkloadChanged',
  'DecisionMade',
  'ChangeStageChanged',
  'ApprovalRequested',
  'DeploymentObserved',
  'InterruptionNoticed',
  'WorkloadOutcomeRecorded',
  'AlertChanged',
  'IncidentChanged',
  'AnomalyDetected',
  'DriftChanged',
  'PinChanged',
  'RecommendationChanged',
  'RemediationChanged',
  'ModelChanged',
  'AutomationChanged',
  'RegionCordonChanged',
].map((name) => `io.swen.${name}`)

function textIn(event: CloudEvent, name: string): string | null {
  const value = event.data?.[name]
  return typeof value === 'string' ? value : null
}

/** The cached answers that an event makes out of date. A single thing is named when the event names it. */
export function keysFor(event: CloudEvent): string[][] {
  const workload = textIn(event, 'workload_id')
  const change = textIn(event, 'change_id')
  const ofWorkload = (id: string | null): string[][] =>
    id === null
      ? [['workloads']]
      : [
          ['workloads', 'list'],
          ['workloads', 'queue'],
          ['workloads', 'counts'],
          ['workloads', 'one', id],
          ['workloads', 'history', id],
        ]
  switch (event.type.replace('io.swen.', '')) {
    case 'PriceEpochPublished':
      return [['telemetry'], ['prices'], ['epoch']]
    case 'TelemetryStale':
      return [['telemetry'], ['metrics']]
    case 'WorkloadSubmitted':
    case 'WorkloadChanged':
    case 'WorkloadOutcomeRecorded':
      return ofWorkload(workload ?? event.subject ?? null)
    case 'DecisionMade':
      return [
        ...ofWorkload(workload),
        ['decisions', 'recent'],
        workload === null ? ['decisions', 'of'] : ['decisions', 'of', workload],
      ]
    case 'ChangeStageChanged':
    case 'ApprovalRequested': {
      const id = change ?? event.subject ?? null
      return [
        ['changes', 'list'],
        ['changes', 'pending'],
        ['changes', 'of'],
        ...(id === null ? [['changes', 'one']] : [['changes', 'one', id]]),
        ['deployments'],
      ]
    }
    case 'DeploymentObserved':
    case 'InterruptionNoticed':
      return [...ofWorkload(workload), ['deployments'], ['instances'], ['costs'], ['metrics'], ['changes', 'of']]
    case 'AlertChanged':
      return [['alerts'], ['incidents']]
    case 'IncidentChanged':
      return [['incidents'], ['alerts']]
    case 'AnomalyDetected':
      return [['anomalies']]
    case 'DriftChanged':
      return [['drift']]
    case 'PinChanged':
      return [['pins']]
    case 'RecommendationChanged':
      return [['recommendations']]
    case 'RemediationChanged':
      return [['remediations'], ['incidents']]
    case 'ModelChanged':
      return [['models']]
    case 'AutomationChanged':
      return [['automation'], ['environments']]
    case 'RegionCordonChanged':
      return [['regions'], ['incidents']]
    default:
      return []
  }
}

/** How long a query rests after a refresh: a burst (a fast clock, a demo) must not become a burst of requests. */
const restMs = 400
/** What events named is looked up among the queries so often at most. */
const lookMs = 100
/** Events that never pause make it rest longer each time, up to this. */
const longestRestMs = 1_500
/** It rests so many times as long as the refresh took: a list of ten thousand rows is not asked for all the time. */
const restPerWork = 4
const longestWaitMs = 30_000
/** How long after the page's first answers those are asked for again that nobody watched: not while it is being drawn. */
const catchUpMs = 5_000

type Rest = { until: number; ms: number }

/** What an event names is a prefix of a query's key; both as one text, so that a thousand events cost no thousand searches. */
const nameOf = (key: readonly string[]) => key.join('\n')

function isNamed(queryKey: QueryKey, names: ReadonlySet<string>): boolean {
  const parts: string[] = []
  for (const part of queryKey) {
    if (typeof part !== 'string') return false
    parts.push(part)
    if (names.has(nameOf(parts))) return true
  }
  return false
}

/**
 * Refreshes the queries that events made stale. Each rests after a refresh, and one that is on its way is never begun anew,
 * so that it comes to an end however many events come in; what they named meanwhile is asked for once more afterwards.
 */
export function createInvalidator(client: QueryClient, now: () => number = Date.now) {
  const cache = client.getQueryCache()
  const named = new Set<string>()
  const owed = new Set<Query>()
  const rests = new Map<Query, Rest>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let flushAt = Number.POSITIVE_INFINITY
  let flushedAt = Number.NEGATIVE_INFINITY
  let readyTimer: ReturnType<typeof setTimeout> | null = null

  const flushBy = (at: number) => {
    if (at >= flushAt) return
    if (timer !== null) clearTimeout(timer)
    flushAt = at
    timer = setTimeout(flush, Math.max(0, at - now()))
  }

  const settled = (query: Query, began: number, ms: number, wasFirst: boolean) => {
    const at = now()
    const { isInvalidated, status, fetchStatus } = query.state
    // A failure took no work: the page has to be right soon after the service is back.
    const rest = status === 'error' ? ms : Math.min(longestWaitMs, Math.max(ms, (at - began) * restPerWork))
    rests.set(query, { ms, until: at + rest })
    // The first answer was asked for before the event; a cancelled one never came.
    if (wasFirst || (isInvalidated && status !== 'error' && fetchStatus === 'idle' && query.isActive())) owed.add(query)
    if (owed.has(query)) flushBy(rests.get(query)?.until ?? at)
  }

  const refresh = (query: Query, at: number) => {
    const before = rests.get(query)
    const ms = before !== undefined && at - before.until < restMs ? Math.min(longestRestMs, before.ms * 1.5) : restMs
    if (document.hidden || !query.isActive()) {
      // Nobody looks: it is asked for when somebody does.
      query.invalidate()
      return
    }
    rests.set(query, { ms, until: Number.POSITIVE_INFINITY })
    const wasFirst = query.state.data === undefined && query.state.fetchStatus === 'fetching'
    void client
      .invalidateQueries({ queryKey: query.queryKey, exact: true })
      .finally(() => settled(query, at, ms, wasFirst))
  }

  const flush = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    flushAt = Number.POSITIVE_INFINITY
    const at = now()
    flushedAt = at
    const all = new Set(cache.getAll())
    if (named.size > 0) {
      for (const query of all) if (isNamed(query.queryKey, named)) owed.add(query)
      named.clear()
    }
    let next = Number.POSITIVE_INFINITY
    notifyManager.batch(() => {
      for (const query of owed) {
        const until = isFetchingMore(query) ? at + restMs : (rests.get(query)?.until ?? 0)
        if (all.has(query) && until > at) {
          next = Math.min(next, until)
          continue
        }
        owed.delete(query)
        if (all.has(query)) refresh(query, at)
      }
    })
    for (const [query, { until }] of rests) if (!all.has(query) || until + restMs < at) rests.delete(query)
    if (next < Number.POSITIVE_INFINITY) flushBy(next)
  }

  const flushSoon = () => {
    const due = flushedAt + lookMs
    if (now() >= due) flush()
    else flushBy(due)
  }

  /** The session is nothing that an event tells of. */
  const oweAll = (stale: (query: Query) => boolean) => {
    for (const query of cache.getAll()) {
      if (query.queryKey[0] === 'session' || !stale(query)) continue
      owed.add(query)
      // This is rare, and somebody waits for it.
      if (rests.get(query)?.until !== Number.POSITIVE_INFINITY) rests.delete(query)
    }
    flushSoon()
  }

  return {
    events(events: readonly CloudEvent[]): void {
      for (const event of events) {
        for (const key of keysFor(event)) named.add(nameOf(key))
      }
      if (named.size > 0) flushSoon()
    },
    /** After a gap everything may be out of date. */
    all(): void {
      oweAll(() => true)
    },
    /** What failed may be had again. */
    failed(): void {
      oweAll((query) => query.state.status === 'error')
    },
    /** Events are heard from now on; what was asked for before may lack one that nobody heard. */
    ready(): void {
      // One that is on its way was asked for before as well.
      const unwatched = new Map(
        cache
          .getAll()
          .map((query) => [query, query.state.dataUpdateCount + Number(query.state.fetchStatus === 'fetching')]),
      )
      if (readyTimer !== null) clearTimeout(readyTimer)
      readyTimer = setTimeout(() => {
        readyTimer = null
        oweAll((query) => query.state.dataUpdateCount <= (unwatched.get(query) ?? -1))
      }, catchUpMs)
    },
    stop(): void {
      for (const each of [timer, readyTimer]) if (each !== null) clearTimeout(each)
      timer = readyTimer = null
      flushAt = Number.POSITIVE_INFINITY
      named.clear()
      owed.clear()
      rests.clear()
    },
  }
}

/** Somebody scrolls on: the next page comes first. */
function isFetchingMore(query: Query): boolean {
  const meta = query.state.fetchMeta as { fetchMore?: unknown } | null
  return query.state.fetchStatus === 'fetching' && meta?.fetchMore !== undefined
}
