/** The JSON the services speak, as docs/architecture.md fixes it: instants are RFC 3339, memory and disk GiB, rates USD per hour. */

export type Provider = 'aws' | 'alibaba'

export type Money = { amount: string; currency: string }

export type Page<T> = { items: T[]; next: string | null }

export type Problem = {
  type?: string
  title: string
  status: number
  detail?: string
  instance?: string
  code?: string
  errors?: FieldError[]
  trace_id?: string
}

export type FieldError = { field: string; given?: string | null; allowed?: string | null }

export type Actor = { actor_id: string; name: string }

export type Role = 'viewer' | 'operator' | 'approver' | 'admin' | 'auditor' | 'service'

export type User = { name: string; actor_id: string; roles: Role[]; teams: string[]; environments: string[] }

export type Session =
  | { authenticated: true; user: User; csrf: { header: string; token: string }; simulated: boolean; login_url?: string }
  | { authenticated: false; login_url: string; simulated?: boolean }

export type PriceOrigin = 'listed' | 'derived' | 'observed' | 'simulated'

export type PurchaseOption = 'on_demand' | 'spot' | 'reserved'

export type Offer = {
  offer_id: string
  provider: Provider
  region: string
  zone: string
  instance_type: string
  purchase_option: PurchaseOption
  architecture: 'amd64' | 'arm64'
  vcpu: number
  memory_gb: number
  gpus: number
  gpu_model: string | null
  gpu_model_origin: PriceOrigin | null
  price: Money
  list_price: Money | null
  price_origin: PriceOrigin
  source: string
  simulated: boolean
  list_as_of: string | null
  observed_at: string | null
  received_at: string | null
  stale: boolean
  interruption_rate: number | null
  interruption_origin: PriceOrigin | null
}

export const workloadStates = [
  'submitted',
  'decided',
  'awaiting_approval',
  'deploying',
  'running',
  'moving',
  'completed',
  'failed',
  'cancelled',
  'unplaceable',
] as const
export type WorkloadState = (typeof workloadStates)[number]

export type WorkloadKind = 'batch' | 'service'
export type Priority = 'low' | 'medium' | 'high' | 'critical'

export type Container = {
  image: string
  command?: string[]
  env?: Record<string, string>
  secrets?: { name: string; ref: string }[]
  ports?: number[]
  replicas?: number
  health_check?: { path: string; port: number; interval?: string } | null
  disk_gb?: number
  checkpoint?: { uri: string; interval?: string } | null
}

/** What a person submits. */
export type WorkloadRequest = {
  id?: string
  team: string
  environment?: string
  kind: WorkloadKind
  container: Container
  cpu_cores: number
  memory_gb: number
  gpus?: number
  gpu_model?: string | null
  architecture?: 'amd64' | 'arm64' | 'any'
  priority?: Priority
  cost_sensitivity?: number
  latency_sensitivity?: number
  deadline?: string | null
  estimated_duration_hours?: number | null
  interruptible?: boolean
  regions_allowed?: string[]
  regions_forbidden?: string[]
  data_location?: string | null
  data_size_gb?: number
  users_location?: { latitude: number; longitude: number } | null
}

export type Workload = WorkloadRequest & {
  id: string
  environment: string
  state: WorkloadState
  created_at: string
  updated_at: string
  version: number
  author: Actor
  decision_id: string | null
  change_id: string | null
  unplaceable_reason: string | null
  /** Why it stands where it stands, or what it waits for. */
  reason: string | null
  /** It ends as soon as it is torn down. */
  cancel_requested: boolean
}

export type WorkloadQueue = { workloads: Workload[]; pending: number; completed: number }

export type WorkloadAccepted = { id: string; state: WorkloadState }

/** A move from one state to the next; the first one, the submission, has no `from`. */
export type HistoryEntry = { from: WorkloadState | null; to: WorkloadState; at: string; reason: string | null }

export type Factor = 'cost' | 'latency' | 'reliability' | 'performance'

export type Contribution = { factor: Factor; weight: number; value: number; contribution: number; explanation: string }

export type Alternative = { rank: number; offer: Offer; score: number; hourly_cost: Money; lost_because: string }

export type PlacementDecision = {
  id: string
  workload_id: string
  workload_version: number
  decided_at: string
  epoch: number
  outcome: 'placed' | 'unplaceable'
  offer: Offer | null
  score: number | null
  confidence: number | null
  hourly_cost: Money | null
  expected_total_cost: Money | null
  baseline: { offer: Offer; hourly_cost: Money } | null
  saving_percent: number | null
  weights: Record<string, number>
  contributions: Contribution[]
  alternatives: Alternative[]
  cheapest_elsewhere: { offer: Offer; hourly_cost: Money; score: number; lost_because: string } | null
  exclusions: { constraint: string; offers: number }[]
  candidates: number
  eligible: number
  model: { used: boolean; reason: string }
  exceptions: { kind: string; explanation: string }[]
  summary: string
  reservation_id: string | null
  seed: number
  input_hash: string
}

export const changeStates = [
  'running',
  'awaiting_approval',
  'succeeded',
  'failed',
  'rejected',
  'cancelled',
  'expired',
] as const
export type ChangeState = (typeof changeStates)[number]

export type StageState = 'waiting' | 'running' | 'succeeded' | 'failed' | 'skipped'

export type Stage = {
  name: string
  state: StageState
  started_at: string | null
  finished_at: string | null
  attempts: number
  summary: string | null
}

export type PlanAction = {
  op: string
  resource: string
  name: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

export type Plan = { hash: string; actions: PlanAction[]; hourly_cost_before: Money; hourly_cost_after: Money }

export type ApprovalLevel = 'automatic' | 'one_approver' | 'two_approvers' | 'two_approvers_one_admin'

export type Verdict = {
  actor_id: string
  name: string
  verdict: 'approve' | 'reject'
  reason: string | null
  at: string
}

export type Approval = {
  level: ApprovalLevel
  reasons: string[]
  required: number
  granted: number
  expires_at: string | null
  verdicts: Verdict[]
}

export type ChangeItem = {
  action: 'deploy' | 'replace' | 'teardown'
  workload_id: string
  decision_id: string | null
  offer: Offer | null
  hourly_cost: Money | null
  confidence: number | null
  priority: Priority | null
}

export type Change = {
  id: string
  state: ChangeState
  stage: string
  team: string
  environment: string
  title: string
  author: Actor
  created_at: string
  updated_at: string
  items: ChangeItem[]
  repository: string
  branch: string
  commits: { id: string; subject: string }[]
  merged_commit: string | null
  stages: Stage[]
  plan: Plan | null
  approval: Approval | null
  deployment_ids: string[]
  failure: { stage: string; code: string; detail: string } | null
}

export type CloudEvent = {
  id: string
  source: string
  type: string
  subject?: string
  time?: string
  team?: string
  environment?: string
  data?: Record<string, unknown>
}

export type DeploymentState = 'pending' | 'running' | 'completed' | 'lost' | 'terminated'

/** One instance of a deployment; without an id it has not been made yet. */
export type Replica = { replica: number; instance_id: string | null; state: string; reason: string | null }

/** What of a workload runs in a cloud because of one change. */
export type Deployment = {
  id: string
  change_id: string
  workload_id: string
  decision_id: string
  team: string
  environment: string
  provider: Provider
  region: string
  zone: string
  instance_type: string
  purchase_option: PurchaseOption
  replicas: number
  offer_id: string
  hourly_cost: Money
  simulated: boolean
  state: DeploymentState
  reason: string | null
  created_at: string
  updated_at: string
  observed_at: string | null
  instances: Replica[]
}

export type StageLogLine = { seq: number; at: string; level: 'info' | 'warning' | 'error'; message: string }

/** The price that an offer had from `published_at` on. */
export type HistoricPrice = {
  epoch: number
  published_at: string
  price: Money
  price_origin: PriceOrigin
  source: string
  simulated: boolean
  observed_at: string
}

/** What a well-known type costs: the cheapest zone's price, and the median over all zones. */
export type TypePrice = {
  instance_type: string
  purchase_option: PurchaseOption
  lowest: Money
  lowest_zone: string
  typical: Money
  offers: number
  price_origin: PriceOrigin
  source: string
  simulated: boolean
  list_as_of: string | null
  observed_at: string
  received_at: string
  stale: boolean
}

/** The newest value of a metric of a running instance. */
export type MetricValue = {
  instance_id: string
  region: string
  workload: string | null
  name: string
  unit: string
  value: number
  observed_at: string
  received_at: string
  simulated: boolean
  stale: boolean
}

export type ProviderState = 'fresh' | 'stale' | 'unavailable'

export type ProviderTelemetry = {
  provider: Provider
  state: ProviderState
  /** What is wrong; null while fresh. */
  reason: string | null
  since: string
  simulated: boolean
  prices: TypePrice[]
  metrics: MetricValue[]
  /** Parts that do not answer at the moment. */
  outages: { feed: string; region: string; reason: string; since: string }[]
}

export type Telemetry = { time: string; price_epoch: number | null; providers: ProviderTelemetry[] }

/** Costs metered from what runs; what the provider bills may differ. */
export type CostSummary = {
  time: string
  hourly: Money
  month_to_date: Money
  running_instances: number
  /** Running instances whose offer is not known, so that the sums leave them out. */
  unpriced_instances: number
  basis: string
  simulated: boolean
}
