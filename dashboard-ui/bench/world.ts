import { readdirSync, readFileSync } from 'node:fs'
import { madeUp, offer, change, decision, workload, type Answer } from '../e2e/dev/made-up'
import type {
  Change,
  CloudEvent,
  CostSummary,
  MetricValue,
  PlacementDecision,
  Telemetry,
  Workload,
  WorkloadQueue,
  WorkloadState,
} from '../src/api/types'

/** When a count took a value, so that it can be told how old a page is that shows an earlier one. */
export class Timeline {
  private readonly times: number[] = []

  get count(): number {
    return this.times.length
  }

  step(): void {
    this.times.push(Date.now())
  }

  /** For how long, at {@code now}, there has been something newer than {@code shown}. */
  age(shown: number, now: number): number {
    const next = this.times[shown]
    return next === undefined ? 0 : Math.max(0, now - next)
  }
}

/** The same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const usd = (amount: number) => ({ amount: amount.toFixed(4), currency: 'USD' as const })
const uuid = (kind: number, n: number) => `0198f0a0-000${kind}-7000-8000-${n.toString(16).padStart(12, '0')}`

/** What follows what in the life of a workload; the ended ones begin again, so that the mix stays. */
const nextState: Record<WorkloadState, WorkloadState> = {
  submitted: 'decided',
  decided: 'awaiting_approval',
  awaiting_approval: 'deploying',
  deploying: 'running',
  running: 'moving',
  moving: 'running',
  pausing: 'paused',
  paused: 'completed',
  completed: 'deploying',
  failed: 'deploying',
  cancelled: 'deploying',
  unplaceable: 'decided',
}
const firstStates: WorkloadState[] = ['running', 'running', 'running', 'deploying', 'awaiting_approval', 'completed']
const teams = ['research', 'shop', 'platform', 'risk', 'search']
const regionIds = Array.from({ length: 60 }, (_, index) =>
  index < 30 ? `aws:bench-${index + 1}` : `alibaba:bench-${index - 29}`,
)

/** So many of a thousand updates are of a kind. Prices move once a minute on a real market: here a hundred times as often. */
const mix = {
  WorkloadChanged: 420,
  ChangeStageChanged: 220,
  DecisionMade: 150,
  DeploymentObserved: 120,
  AlertChanged: 40,
  AnomalyDetected: 20,
  ApprovalRequested: 20,
  IncidentChanged: 5,
  PriceEpochPublished: 3,
  WorkloadSubmitted: 2,
} as const
type Kind = keyof typeof mix

/**
 * A generated platform: workloads, decisions, changes, prices and metrics that move with every update. It is there to put
 * load on a browser and knows nothing of placing anything.
 */
export class World {
  /** The oldest first. */
  readonly workloads: Workload[] = []
  readonly completed = new Timeline()
  readonly submitted = new Timeline()
  private readonly random = seeded(7)
  private readonly decisions: PlacementDecision[] = []
  private readonly changes: Change[] = []
  private pending = 0
  private epoch = 1
  private events = 0
  private decided = 0
  private readonly completedBefore: number

  constructor(size: number) {
    const now = Date.now()
    for (let index = 0; index < size; index++) {
      const state = firstStates[index % firstStates.length] ?? 'running'
      this.workloads.push(this.newWorkload(index, state, now - (size - index) * 30_000))
    }
    this.completedBefore = this.workloads.filter((each) => each.state === 'completed').length
    this.pending = this.workloads.filter((each) => this.waits(each.state)).length
    for (let index = 0; index < 8; index++) this.decide(this.any())
    for (let index = 0; index < 12; index++) {
      this.changes.push(change(uuid(2, index), { title: `deploy bench-${index} to aws:bench-1 as m7i.xlarge spot` }))
    }
  }

  /** What the page shows as completed, before any update. */
  get completedAtFirst(): number {
    return this.completedBefore
  }

  /** The next update; the answers say the same as it does. */
  next(): CloudEvent {
    let at = this.random() * 1000
    const kind = (Object.keys(mix) as Kind[]).find((each) => (at -= mix[each]) < 0) ?? 'WorkloadChanged'
    const { subject, data } = this.happen(kind)
    return {
      id: uuid(9, ++this.events),
      source: '/swen/generated',
      type: `io.swen.${kind}`,
      subject,
      time: new Date().toISOString(),
      team: 'research',
      environment: 'dev',
      data,
    }
  }

  answer(method: string, pathname: string, query: URLSearchParams): Answer {
    const ok = (body: unknown): Answer => ({ status: 200, body })
    switch (pathname) {
      case '/telemetry':
        return ok(this.telemetry())
      case '/workloads':
        return ok({
          workloads: this.workloads.slice(-200).reverse(),
          pending: this.pending,
          completed: this.completedBefore + this.completed.count,
        } satisfies WorkloadQueue)
      case '/pending':
        return ok({ items: this.changes, next: null })
      case '/api/v1/workloads':
        return ok(this.page(query))
      case '/api/v1/decisions':
        return ok({ items: this.decisions.slice(-8).reverse(), next: null })
      case '/api/v1/regions':
        return ok({ items: regionIds.map((id, index) => region(id, index)), next: null })
      case '/graphql':
        return ok({ data: Object.fromEntries(regionIds.map((_, index) => [`f${index}`, this.cheapest(index)])) })
      case '/api/v1/costs/summary': {
        const { body } = madeUp(method, pathname, query)
        return ok({ ...(body as CostSummary), time: new Date().toISOString(), hourly: usd(40 + this.random()) })
      }
      default:
        return madeUp(method, pathname, query)
    }
  }

  private page(query: URLSearchParams): { items: Workload[]; next: string | null } {
    const limit = Number(query.get('limit') ?? 50)
    const before = Number(query.get('cursor') ?? this.workloads.length)
    const state = query.get('state')
    const items: Workload[] = []
    let at = before - 1
    for (; at >= 0 && items.length < limit; at--) {
      const each = this.workloads[at]
      if (each !== undefined && (state === null || each.state === state)) items.push(each)
    }
    return { items, next: at < 0 ? null : String(at + 1) }
  }

  private happen(kind: Kind): { subject: string; data: Record<string, unknown> } {
    const some = this.any()
    switch (kind) {
      case 'WorkloadChanged': {
        const from = some.state
        this.move(some, from === 'running' && this.random() < 0.5 ? 'completed' : nextState[from])
        return {
          subject: some.id,
          data: {
            workload_id: some.id,
            from,
            to: some.state,
            reason: null,
            change_id: some.change_id,
            decision_id: some.decision_id,
          },
        }
      }
      case 'WorkloadSubmitted': {
        const made = this.newWorkload(this.workloads.length, 'submitted', Date.now())
        this.workloads.push(made)
        this.pending++
        this.submitted.step()
        return {
          subject: made.id,
          data: { workload_id: made.id, kind: made.kind, priority: made.priority, image: made.container.image },
        }
      }
      case 'DecisionMade': {
        const made = this.decide(some)
        return {
          subject: made.id,
          data: {
            decision_id: made.id,
            workload_id: some.id,
            outcome: 'placed',
            offer_id: made.offer?.offer_id ?? null,
            provider: 'aws',
            hourly_cost: made.hourly_cost,
            confidence: made.confidence,
          },
        }
      }
      case 'ChangeStageChanged': {
        const index = Math.floor(this.random() * this.changes.length)
        const id = uuid(2, index)
        const before = this.changes[index]
        if (before !== undefined) this.changes[index] = { ...before, updated_at: new Date().toISOString() }
        return {
          subject: id,
          data: {
            change_id: id,
            state: 'awaiting_approval',
            stage: 'approval',
            stage_state: 'running',
            items: [{ workload_id: some.id, action: 'deploy', decision_id: some.decision_id }],
            origin: 'decision',
          },
        }
      }
      case 'ApprovalRequested': {
        const id = uuid(2, Math.floor(this.random() * this.changes.length))
        return { subject: id, data: { change_id: id, level: 'one_approver', required: 1, items: [] } }
      }
      case 'DeploymentObserved':
        return {
          subject: uuid(3, this.events),
          data: {
            deployment_id: uuid(3, this.events),
            change_id: uuid(2, 0),
            workload_id: some.id,
            decision_id: uuid(1, 0),
            state: 'running',
            provider: 'aws',
            region: 'aws:bench-1',
            instance_ids: ['i-0a1b2c3d4e5f60718'],
            observed_at: new Date().toISOString(),
          },
        }
      case 'AlertChanged':
        return {
          subject: uuid(4, this.events),
          data: {
            id: uuid(4, this.events),
            fingerprint: `generated-${this.events % 20}`,
            source: 'rule',
            rule: 'generated',
            severity: 'warning',
            state: 'firing',
            previous: 'pending',
            labels: { region: 'aws:bench-1' },
            summary: 'Generated for the benchmark of the dashboard',
            value: this.random(),
            reason: 'generated',
            pending_at: new Date().toISOString(),
            firing_at: new Date().toISOString(),
            resolved_at: null,
            simulated: true,
          },
        }
      case 'AnomalyDetected':
        return {
          subject: uuid(5, this.events),
          data: {
            id: uuid(5, this.events),
            series: 1,
            name: 'cpu_utilization',
            unit: '%',
            labels: {},
            team: 'research',
            environment: 'dev',
            at: new Date().toISOString(),
            score: 0.9,
            kind: 'spike',
            observed: 99,
            expected_low: 10,
            expected_high: 60,
            reason: 'generated',
            simulated: true,
          },
        }
      case 'IncidentChanged':
        return {
          subject: uuid(6, 1),
          data: {
            id: uuid(6, 1),
            change: 'alerts_joined',
            state: 'open',
            severity: 'critical',
            scope: 'aws:bench-1',
            provider: 'aws',
            region: 'aws:bench-1',
            title: 'Generated for the benchmark of the dashboard',
            alerts: 3,
            firing: 2,
            opened_at: new Date().toISOString(),
            acknowledged_at: null,
            assignee: null,
            resolved_at: null,
          },
        }
      case 'PriceEpochPublished':
        this.epoch++
        return {
          subject: String(this.epoch),
          data: {
            epoch: this.epoch,
            published_at: new Date().toISOString(),
            changed_offers: 900,
            offers: 118_230,
            providers: ['aws', 'alibaba'],
          },
        }
    }
  }

  private newWorkload(index: number, state: WorkloadState, created: number): Workload {
    const at = new Date(created).toISOString()
    return workload(`bench-${String(index).padStart(6, '0')}`, state, {
      team: teams[index % teams.length] ?? 'research',
      environment: index % 3 === 0 ? 'prod' : 'dev',
      kind: index % 4 === 0 ? 'service' : 'batch',
      cpu_cores: 1 + (index % 16),
      memory_gb: 2 * (1 + (index % 32)),
      created_at: at,
      updated_at: at,
    })
  }

  private any(): Workload {
    const found = this.workloads[Math.floor(this.random() * this.workloads.length)]
    if (found === undefined) throw new Error('the generated world has no workload')
    return found
  }

  private waits(state: WorkloadState): boolean {
    return state === 'submitted' || state === 'decided' || state === 'awaiting_approval' || state === 'deploying'
  }

  private move(some: Workload, to: WorkloadState): void {
    this.pending += Number(this.waits(to)) - Number(this.waits(some.state))
    some.state = to
    some.version++
    some.updated_at = new Date().toISOString()
    if (to === 'completed') this.completed.step()
  }

  private decide(some: Workload): PlacementDecision {
    const price = usd(0.05 + this.random() / 10)
    const made = decision(some.id, {
      id: uuid(1, this.decided++),
      decided_at: new Date().toISOString(),
      offer: offer({ price }),
      hourly_cost: price,
    })
    this.decisions.push(made)
    if (this.decisions.length > 200) this.decisions.shift()
    return made
  }

  private cheapest(index: number) {
    return {
      nodes: [
        {
          offer_id: 'generated',
          instance_type: 'm7i.xlarge',
          price: usd(0.05 + ((index * 7 + this.epoch) % 40) / 200),
        },
      ],
    }
  }

  private telemetry(): Telemetry {
    const { body } = madeUp('GET', '/telemetry', new URLSearchParams())
    const base = body as Telemetry
    const at = new Date().toISOString()
    return {
      ...base,
      time: at,
      price_epoch: this.epoch,
      providers: base.providers.map((provider) => ({
        ...provider,
        state: 'fresh',
        reason: null,
        outages: [],
        prices: provider.prices.map((price, index) => ({
          ...price,
          lowest: usd(0.05 + ((index * 11 + this.epoch) % 50) / 1000),
          received_at: at,
          stale: false,
        })),
        metrics: Array.from({ length: 60 }, (_, index) => this.metric(provider.provider, index, at)),
      })),
    }
  }

  private metric(provider: string, index: number, at: string): MetricValue {
    return {
      instance_id: `i-${provider}-${String(index).padStart(4, '0')}`,
      region: `${provider}:bench-1`,
      workload: this.workloads[index]?.id ?? null,
      team: 'research',
      environment: 'dev',
      name: 'cpu_utilization',
      unit: 'percent',
      value: 20 + 70 * this.random(),
      observed_at: at,
      received_at: at,
      simulated: true,
      stale: false,
    }
  }
}

function region(id: string, index: number) {
  return {
    id,
    provider: id.split(':')[0],
    city: `City ${index + 1}`,
    country: null,
    latitude: 60 - index,
    longitude: -120 + index * 5,
    grid_gco2_per_kwh: 100 + index * 9,
    grid_source: 'generated',
    zones: [],
  }
}

type EventSchema = { required: string[]; properties: Record<string, unknown> }

/** Refuses to measure with events that have left their documents: each needs its required members and no unknown one. */
export function checkEvents(events: readonly CloudEvent[], documents: string): void {
  const known = new Set(readdirSync(documents))
  for (const event of events) {
    const file = `${event.type.replace('io.swen.', '')}.json`
    if (!known.has(file)) throw new Error(`${event.type} has no document in ${documents}`)
    const schema = JSON.parse(readFileSync(`${documents}/${file}`, 'utf8')) as EventSchema
    const members = Object.keys(event.data ?? {})
    const missing = schema.required.filter((name) => !members.includes(name))
    const unknown = members.filter((name) => !(name in schema.properties))
    if (missing.length > 0 || unknown.length > 0) {
      throw new Error(`${event.type}: without [${missing.join()}], with unknown [${unknown.join()}] (see ${file})`)
    }
  }
}
