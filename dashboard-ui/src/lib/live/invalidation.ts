import type { QueryClient, QueryKey } from '@tanstack/react-query'
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
export function keysFor(event: CloudEvent): QueryKey[] {
  const workload = textIn(event, 'workload_id')
  const change = textIn(event, 'change_id')
  const ofWorkload = (id: string | null): QueryKey[] =>
    id === null
      ? [['workloads']]
      : [
          ['workloads', 'list'],
          ['workloads', 'queue'],
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

/** How long after one refresh the next one waits: a burst (a fast clock, a demo) must not become a burst of requests. */
const restMs = 400

/** Refreshes the queries that events made stale: each key once a batch, batches no closer than {@link restMs}. */
export function createInvalidator(client: QueryClient, now: () => number = Date.now) {
  const waiting = new Map<string, QueryKey>()
  let last = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | null = null

  const flush = () => {
    timer = null
    last = now()
    const keys = [...waiting.values()]
    waiting.clear()
    for (const queryKey of keys) void client.invalidateQueries({ queryKey })
  }

  return {
    events(events: readonly CloudEvent[]): void {
      for (const event of events) {
        for (const key of keysFor(event)) waiting.set(JSON.stringify(key), key)
      }
      if (waiting.size === 0 || timer !== null) return
      const rest = last + restMs - now()
      if (rest <= 0) flush()
      else timer = setTimeout(flush, rest)
    },
    /** After a gap everything but the session may be out of date. */
    all(): void {
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
    },
    stop(): void {
      if (timer !== null) clearTimeout(timer)
      timer = null
      waiting.clear()
    },
  }
}
