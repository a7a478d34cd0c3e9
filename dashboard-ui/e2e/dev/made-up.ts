import type { Page, WebSocketRoute } from '@playwright/test'
import type {
  Account,
  ApiKey,
  AuditEvent,
  AuditVerification,
  BrowserSession,
  Change,
  CostSummary,
  Deployment,
  Offer,
  PlacementDecision,
  HistoricPrice,
  MetricValue,
  Session,
  Stage,
  StageLogLine,
  Telemetry,
  TypePrice,
  Workload,
  WorkloadState,
} from '../../src/api/types'

/** Made-up answers in the contract's shapes; used to look at the pages while they are built, never shipped. */
const start = Date.now()
export const ago = (seconds: number) => new Date(start - seconds * 1000).toISOString()
const usd = (amount: number) => ({ amount: amount.toFixed(4), currency: 'USD' })

export function offer(part: Partial<Offer> = {}): Offer {
  const base: Offer = {
    offer_id: 'aws:use1-az1/m7i.xlarge/spot',
    provider: 'aws',
    region: 'aws:us-east-1',
    zone: 'aws:use1-az1',
    instance_type: 'm7i.xlarge',
    purchase_option: 'spot',
    architecture: 'amd64',
    vcpu: 4,
    memory_gb: 16,
    gpus: 0,
    gpu_model: null,
    gpu_model_origin: null,
    price: usd(0.0712),
    list_price: usd(0.2016),
    price_origin: 'observed',
    source: 'aws-spot-price-history',
    simulated: true,
    list_as_of: '2026-07-20',
    observed_at: ago(42),
    received_at: ago(41),
    stale: false,
    interruption_rate: 0.05,
    interruption_origin: 'listed',
  }
  return { ...base, ...part }
}

const alibaba = (part: Partial<Offer> = {}) =>
  offer({
    offer_id: 'alibaba:cn-hangzhou-h/ecs.g8i.xlarge/spot',
    provider: 'alibaba',
    region: 'alibaba:cn-hangzhou',
    zone: 'alibaba:cn-hangzhou-h',
    instance_type: 'ecs.g8i.xlarge',
    price: usd(0.0641),
    source: 'alibaba-describe-spot-price-history',
    ...part,
  })

export const session: Session = {
  authenticated: true,
  user: { name: 'operator', actor_id: 'a-operator', roles: ['operator'], teams: ['*'], environments: ['*'] },
  csrf: { header: 'X-CSRF-TOKEN', token: 'development' },
  simulated: true,
  time: ago(0),
  login_url: '/oauth2/authorization/swen',
}

export function workload(id: string, state: WorkloadState, part: Partial<Workload> = {}): Workload {
  return {
    id,
    team: 'research',
    environment: 'dev',
    kind: 'batch',
    container: {
      image: 'ghcr.io/acme/train:1.4',
      command: ['python', 'train.py'],
      env: { EPOCHS: '3' },
      secrets: [],
      ports: [],
      replicas: 1,
      health_check: null,
      disk_gb: 50,
      checkpoint: null,
    },
    cpu_cores: 4,
    memory_gb: 16,
    gpus: 0,
    gpu_model: null,
    architecture: 'amd64',
    priority: 'medium',
    cost_sensitivity: 0.7,
    latency_sensitivity: 0.3,
    deadline: null,
    estimated_duration_hours: 2,
    interruptible: true,
    regions_allowed: [],
    regions_forbidden: [],
    data_location: null,
    data_size_gb: 0,
    users_location: null,
    network_gbps: null,
    residency: [],
    rollout: null,
    zone_spread: null,
    affinity: [],
    anti_affinity: [],
    minimum_reliability: null,
    max_hourly_cost: null,
    carbon_sensitivity: 0,
    state,
    created_at: ago(900),
    updated_at: ago(60),
    version: 1,
    author: { actor_id: 'a-operator', name: 'operator' },
    decision_id: state === 'submitted' ? null : `d-${id}`,
    change_id: state === 'submitted' ? null : `c-${id}`,
    unplaceable_reason: null,
    reason: null,
    cancel_requested: false,
    links: {
      self: `/api/v1/workloads/${id}`,
      history: `/api/v1/workloads/${id}/history`,
      decision: `/api/v1/decisions?workload_id=${id}`,
    },
    ...part,
  }
}

export const workloads: Workload[] = [
  workload('train-bert', 'running'),
  workload('llm-inference-frankfurt', 'awaiting_approval', {
    kind: 'service',
    gpus: 4,
    priority: 'high',
    environment: 'prod',
    created_at: ago(180),
  }),
  workload('nightly-etl', 'deploying', { created_at: ago(65) }),
  workload('web-shop', 'running', { kind: 'service', team: 'shop', environment: 'prod', created_at: ago(86_400 * 3) }),
  workload('impossible-job', 'unplaceable', {
    cpu_cores: 1000,
    unplaceable_reason: 'No offer has 1000 vCPU: cpu_cores excluded 118,230 of 118,230 offers.',
    decision_id: null,
    change_id: null,
  }),
  workload('hyperparameter-search-7', 'completed', { created_at: ago(7200) }),
  workload('wl-0193a5c2f7e1', 'submitted', { created_at: ago(3) }),
]

export function decision(workloadId: string, part: Partial<PlacementDecision> = {}): PlacementDecision {
  return {
    id: `d-${workloadId}`,
    workload_id: workloadId,
    workload_version: 1,
    decided_at: ago(840),
    epoch: 17,
    outcome: 'placed',
    offer: offer(),
    score: 0.871,
    confidence: 0.74,
    hourly_cost: usd(0.0712),
    expected_total_cost: usd(0.1424),
    baseline: {
      offer: offer({ purchase_option: 'on_demand', price: usd(0.2016), price_origin: 'listed' }),
      hourly_cost: usd(0.2016),
    },
    saving_percent: 64.7,
    weights: { cost: 0.7, latency: 0.1, reliability: 0.12, performance: 0.08, carbon: 0, model: 0 },
    contributions: [
      {
        factor: 'cost',
        weight: 0.7,
        value: 0.93,
        contribution: 0.651,
        explanation: '0.0712 USD/h; the cheapest fitting offer costs 0.0641',
      },
      {
        factor: 'latency',
        weight: 0.1,
        value: 0.81,
        contribution: 0.081,
        explanation: 'about 88 ms from the users near Berlin',
      },
      {
        factor: 'reliability',
        weight: 0.12,
        value: 0.75,
        contribution: 0.09,
        explanation: '5 % of such instances are interrupted in a month',
      },
      {
        factor: 'performance',
        weight: 0.08,
        value: 0.6125,
        contribution: 0.049,
        explanation: '4 vCPU for 4 cores, current generation',
      },
    ],
    alternatives: [
      {
        rank: 2,
        offer: offer({ zone: 'aws:use1-az4', price: usd(0.0733) }),
        score: 0.862,
        hourly_cost: usd(0.0733),
        lost_because: '3 % dearer in the same region',
      },
      {
        rank: 3,
        offer: offer({ instance_type: 'm6a.xlarge', price: usd(0.0768), price_origin: 'derived' }),
        score: 0.841,
        hourly_cost: usd(0.0768),
        lost_because: '8 % dearer, older generation',
      },
    ],
    cheapest_elsewhere: {
      offer: alibaba(),
      hourly_cost: usd(0.0641),
      score: 0.77,
      lost_because: '10 % cheaper, but 240 ms from the users and interrupted more often',
    },
    exclusions: [
      { constraint: 'memory_gb', offers: 30_120 },
      { constraint: 'architecture', offers: 41_007 },
    ],
    candidates: 118_230,
    eligible: 4021,
    model: { used: false, reason: 'no trained model yet: the score is the rules’ alone' },
    exceptions: [
      {
        kind: 'latency',
        offer_id: 'alibaba:cn-hangzhou-h/ecs.g7.xlarge/spot',
        explanation: 'The cheapest offer is 240 ms away from the users; latency sensitivity is 0.3.',
      },
    ],
    summary:
      'train-bert runs on an m7i.xlarge spot instance in us-east-1 at 0.0712 USD/h, 65 % under the on-demand baseline. A cheaper offer in Hangzhou lost because it is much farther from the users.',
    reservation_id: 'r-1',
    batch: null,
    zones: [],
    seed: 0,
    input_hash: 'sha256:4be1a9c07d8b6c1f2e3d4c5b6a79808172635445362718091a2b3c4d5e6f7081',
    ...part,
  }
}

const stageNames = ['validate', 'security_scan', 'optimise', 'plan', 'approval', 'apply', 'monitor'] as const

function stages(done: number, current: Stage['state']): Stage[] {
  return stageNames.map((name, index) => ({
    name,
    state: index < done ? 'succeeded' : index === done ? current : 'waiting',
    started_at: index <= done ? ago(170 - index * 5) : null,
    finished_at: index < done ? ago(168 - index * 5) : null,
    attempts: index <= done ? (index === 1 ? 2 : 1) : 0,
    summary:
      index < done
        ? ([
            '1 file is well formed',
            'no secret and no privileged container',
            'no cheaper shape',
            '4 to create, 0 to destroy',
            '',
            '',
            '',
          ][index] ?? '')
        : null,
  }))
}

export function change(id: string, part: Partial<Change> = {}): Change {
  return {
    id,
    kind: 'workloads',
    origin: 'decision',
    cause: null,
    incident_id: null,
    retries: null,
    retried_by: null,
    held_back: null,
    break_glass: null,
    files: [],
    state: 'awaiting_approval',
    stage: 'approval',
    team: 'research',
    environment: 'prod',
    title: 'deploy llm-inference-frankfurt to aws:eu-central-1 as g5.12xlarge on_demand',
    author: { actor_id: 'a-operator', name: 'operator' },
    created_at: ago(175),
    updated_at: ago(150),
    items: [
      {
        action: 'deploy',
        workload_id: 'llm-inference-frankfurt',
        decision_id: 'd-llm-inference-frankfurt',
        offer: offer({
          instance_type: 'g5.12xlarge',
          region: 'aws:eu-central-1',
          zone: 'aws:euc1-az2',
          purchase_option: 'on_demand',
          price: usd(7.0912),
          price_origin: 'derived',
        }),
        hourly_cost: usd(14.1824),
        confidence: 0.58,
        priority: 'high',
      },
    ],
    repository: 'environments',
    branch: `change/${id}`,
    commits: [
      { id: '9f1c2d3e4b5a69788796a5b4c3d2e1f001122334', subject: 'feat(prod): deploy llm-inference-frankfurt' },
    ],
    merged_commit: null,
    stages: stages(4, 'running'),
    plan: {
      hash: 'sha256:7d3f0e4c1b2a39485766758493a2b1c0d9e8f70615243342516071829a3b4c5d',
      actions: ['0', '1'].map((replica) => ({
        op: 'create',
        resource: 'aws:instance',
        name: `llm-inference-frankfurt-${replica}`,
        before: null,
        after: {
          instance_type: 'g5.12xlarge',
          zone: 'euc1-az2',
          market: 'on-demand',
          image: 'vllm/vllm-openai:latest',
          tags: { Project: 'swen', Environment: 'prod', 'swen:team': 'research' },
        },
      })),
      hourly_cost_before: usd(0),
      hourly_cost_after: usd(14.1824),
      findings: [],
    },
    approval: {
      level: 'one_approver',
      reasons: [
        'hourly cost after the change is 14.18 USD, between 10 and 50',
        'confidence 0.58 is between 0.3 and 0.6',
      ],
      required: 1,
      granted: 0,
      expires_at: ago(-86_000),
      verdicts: [],
    },
    deployment_ids: [],
    failure: null,
    ...part,
  }
}

export const changes: Change[] = [
  change('c-llm-inference-frankfurt'),
  change('c-batch-wide', {
    title: 'deploy render-farm to alibaba:cn-hangzhou as ecs.c8i.8xlarge spot',
    environment: 'dev',
    approval: {
      reasons: ['hourly cost after the change is over 50 USD'],
      expires_at: ago(-80_000),
      level: 'two_approvers',
      required: 2,
      granted: 1,
      verdicts: [
        {
          actor_id: 'a-approver1',
          name: 'approver1',
          verdict: 'approve',
          reason: 'Within the budget of the month',
          at: ago(60),
          on_behalf_of: null,
        },
      ],
    },
  }),
]

export const doneChange = change('c-train-bert', {
  state: 'succeeded',
  stage: 'monitor',
  environment: 'dev',
  title: 'deploy train-bert to aws:us-east-1 as m7i.xlarge spot',
  stages: stages(7, 'succeeded'),
  merged_commit: '1122334455667788990011223344556677889900',
})

const typePrice = (part: Partial<TypePrice> = {}): TypePrice => ({
  instance_type: 'm7i.xlarge',
  purchase_option: 'spot',
  lowest: usd(0.0712),
  lowest_zone: 'aws:use1-az1',
  typical: usd(0.0801),
  offers: 61,
  price_origin: 'observed',
  source: 'aws-spot-price-history',
  simulated: true,
  list_as_of: null,
  observed_at: ago(600),
  received_at: ago(42),
  age: 'PT42S',
  stale: false,
  ...part,
})

const cpu = (instance: string, workloadId: string, value: number, stale = false): MetricValue => ({
  instance_id: instance,
  region: 'aws:us-east-1',
  workload: workloadId,
  team: 'research',
  environment: 'dev',
  name: 'cpu_utilization',
  unit: 'percent',
  value,
  observed_at: ago(38),
  received_at: ago(37),
  simulated: true,
  stale,
})

const telemetry: Telemetry = {
  time: ago(0),
  price_epoch: 17,
  providers: [
    {
      provider: 'aws',
      state: 'fresh',
      reason: null,
      since: ago(3600),
      simulated: true,
      prices: [
        typePrice({ purchase_option: 'on_demand', lowest: usd(0.2016), price_origin: 'listed' }),
        typePrice(),
        typePrice({ instance_type: 'g5.xlarge', lowest: usd(0.4127) }),
      ],
      metrics: [cpu('i-0a1b2c3d4e5f60718', 'train-bert', 87.4), cpu('i-0ffeeddccbbaa9988', 'web-shop', 23.1, true)],
      outages: [],
    },
    {
      provider: 'alibaba',
      state: 'stale',
      reason: 'spot prices of 2 of 29 regions are older than 15 minutes',
      since: ago(1900),
      simulated: true,
      prices: [
        typePrice({
          instance_type: 'ecs.g8i.xlarge',
          lowest: usd(0.0641),
          lowest_zone: 'alibaba:cn-hangzhou-h',
          received_at: ago(1900),
          price_origin: 'simulated',
          stale: true,
        }),
      ],
      metrics: [],
      outages: [{ feed: 'spot_prices', region: 'alibaba:cn-hangzhou', reason: 'Throttling.User', since: ago(1900) }],
    },
  ],
}

function history(offerId: string): HistoricPrice[] {
  const base = offerId.startsWith('aws') ? 0.07 : 0.064
  return Array.from({ length: 60 }, (_, index) => ({
    epoch: index + 1,
    published_at: ago((60 - index) * 60),
    observed_at: ago((60 - index) * 60),
    received_at: ago((60 - index) * 60),
    list_price: usd(base * 3),
    price: usd(base * (1 + 0.06 * Math.sin(index / 6) + 0.02 * Math.sin(index * 1.7))),
    price_origin: 'observed' as const,
    source: 'made-up',
    simulated: true,
  }))
}

const costs: CostSummary = {
  time: ago(0),
  from: ago(22 * 86_400),
  to: ago(0),
  total: usd(128.57),
  by_team: [],
  by_provider: [],
  by_purchase_option: [],
  hourly: usd(0.3414),
  month_to_date: usd(128.57),
  running_instances: 2,
  unpriced_instances: 0,
  billed: usd(0),
  estimated: false,
  month_end: {
    expected: usd(171.43),
    low80: usd(160),
    high80: usd(184),
    low95: usd(152),
    high95: usd(193),
    history_days: 22,
    model: 'run_rate',
  },
  savings: { saved: usd(214.9), baseline: usd(343.47), covered: usd(128.57), percent: 62.6 },
  basis: 'metered',
  simulated: true,
}

const deployment: Deployment = {
  id: 'dep-1',
  change_id: 'c-train-bert',
  workload_id: 'train-bert',
  decision_id: 'd-train-bert',
  team: 'research',
  environment: 'dev',
  kind: 'batch',
  stateful: false,
  provider: 'aws',
  region: 'aws:us-east-1',
  zone: 'aws:use1-az1',
  instance_type: 'm7i.xlarge',
  purchase_option: 'spot',
  replicas: 1,
  offer_id: 'aws:use1-az1/m7i.xlarge/spot',
  hourly_cost: usd(0.0712),
  simulated: true,
  state: 'running',
  reason: null,
  created_at: ago(880),
  updated_at: ago(850),
  observed_at: ago(30),
  instances: [{ replica: 0, instance_id: 'i-0a1b2c3d4e5f60718', state: 'running', reason: null }],
}

const log: StageLogLine[] = [
  { seq: 1, at: ago(160), level: 'info', message: 'read environments/dev/workloads/train-bert.yaml' },
  { seq: 2, at: ago(159), level: 'warning', message: 'the image has no digest: its tag may move' },
]

const page = <T>(items: T[]) => ({ items, next: null })

export type Overrides = Record<string, { status?: number; body: unknown } | (() => { status?: number; body: unknown })>

/** Answers every call of the page; `overrides` by path come first. Returns the page's live line. */
const users: Account[] = ['admin', 'operator', 'approver1'].map((name, index) => ({
  actor_id: `0198f0a0-0000-7000-8000-00000000000${index}`,
  name,
  display_name: name,
  roles: [name === 'admin' ? 'admin' : name === 'operator' ? 'operator' : 'approver'],
  teams: ['*'],
  environments: ['*'],
  enabled: index < 2,
}))

const sessions: BrowserSession[] = [true, false].map((current, index) => ({
  id: `0198f0a0-0000-7000-8000-00000000001${index}`,
  created_at: ago(7200 + index),
  last_seen_at: ago(20 + 900 * index),
  address: `192.0.2.${index + 1}`,
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  current,
}))

const apiKeys: ApiKey[] = (['active', 'revoked'] as const).map((state, index) => ({
  id: `0198f0a0-0000-7000-8000-00000000002${index}`,
  name: index === 0 ? 'nightly training' : 'old laptop',
  prefixes: index === 0 ? ['swen_a1b2c3d4', 'swen_e5f6a7b8'] : ['swen_0a1b2c3d'],
  roles: index === 0 ? ['viewer', 'operator'] : ['viewer'],
  teams: ['research'],
  environments: ['*'],
  state,
  owner_id: users[0]?.actor_id ?? '',
  created_at: ago(864_000),
  expires_at: ago(-5_000_000),
  last_used_at: index === 0 ? ago(120) : null,
  overlap_until: index === 0 ? ago(-3600) : null,
  rotated_at: index === 0 ? ago(3600) : null,
  revoked_at: index === 0 ? null : ago(86_400),
}))

const auditEvents: AuditEvent[] = (['succeeded', 'refused', 'failed'] as const).map((outcome, index) => ({
  id: `0198f0a0-0000-7000-8000-00000000003${index}`,
  at: ago(60 * (index + 1)),
  service: 'gitops',
  actor_id: users[index]?.actor_id ?? null,
  address: '192.0.2.1',
  action: 'change.approve',
  resource_type: 'change',
  resource_id: `c-train-bert-${index}`,
  outcome,
  after: { verdict: 'approve', reason: 'within the budget' },
  team: 'research',
  environment: 'dev',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
}))

const verification: AuditVerification = {
  service: 'gitops',
  rows: 1204,
  batches: 88,
  broken: 1,
  findings: [{ kind: 'changed', n: 17, batch: 3, id: auditEvents[0]?.id ?? null, detail: 'it is not what was sealed' }],
  pending: 2,
  pruned_through: 0,
}

const regions = (
  [
    ['aws:us-east-1', 'Virginia', 38.9, -77.4, 380],
    ['aws:eu-central-1', 'Frankfurt', 50.1, 8.7, 338],
    ['aws:ap-northeast-1', 'Tokyo', 35.7, 139.7, 480],
    ['alibaba:cn-hangzhou', 'Hangzhou', 30.3, 120.2, 560],
    ['alibaba:eu-central-1', 'Frankfurt', 50.1, 8.7, 338],
  ] as const
).map(([id, city, latitude, longitude, grams]) => ({
  id,
  provider: id.split(':')[0],
  city,
  country: null,
  latitude,
  longitude,
  grid_gco2_per_kwh: grams,
  grid_source: 'made up',
  zones: [],
}))

const regionPrices = () =>
  Object.fromEntries(
    regions.map((_, index) => [
      `f${index}`,
      { nodes: [{ offer_id: 'x', instance_type: 'm7i.xlarge', price: usd(0.05 + index * 0.03) }] },
    ]),
  )

const incidents = [
  {
    id: 'i-1',
    state: 'open',
    severity: 'critical',
    title: 'Metrics of aws:us-east-1 are missing',
    region: 'aws:us-east-1',
    provider: 'aws',
    scope: 'region',
    began_at: ago(600),
    opened_at: ago(590),
    last_alert_at: ago(60),
    version: 1,
  },
]

const metricLine = () => ({
  from: ago(10_800),
  to: ago(0),
  step: 'PT3M',
  resolution: 'minute',
  aggregation: 'avg',
  across: 'avg',
  truncated: false,
  series: [
    {
      values: Array.from({ length: 60 }, (_, index) => 45 + 12 * Math.sin(index / 6)),
      gaps: [],
      labels: {},
      unit: '%',
      series_count: 3,
      simulated: true,
      stale: false,
    },
  ],
})

const metricRange = () => ({
  from: ago(21_600),
  to: ago(0),
  step: 'PT5M',
  truncated: false,
  series: ['i-0a1', 'i-0b2'].map((instance, row) => ({
    instance_id: instance,
    name: 'cpu_utilization',
    unit: '%',
    provider: 'aws',
    region: 'aws:us-east-1',
    simulated: true,
    points: Array.from({ length: 72 }, (_, index) => ({
      time: ago(21_600 - index * 300),
      value: 40 + row * 20 + 10 * Math.sin(index / 7),
    })),
  })),
})

const costSeries = {
  group_by: 'workload',
  basis: 'metered',
  from: ago(7 * 86_400),
  to: ago(0),
  simulated: true,
  total: usd(40),
  groups: [
    {
      key: 'train-bert',
      total: usd(40),
      days: Array.from({ length: 7 }, (_, index) => ({
        day: ago((6 - index) * 86_400).slice(0, 10),
        cost: usd(4 + index * 0.5),
        basis: 'metered',
      })),
    },
  ],
}

const forecast = () => ({
  series: 'x',
  step: 'PT1H',
  unit: 'USD/h',
  model: 'seasonal',
  made_at: ago(60),
  mase: 0.82,
  season: null,
  lacking: null,
  errors: {},
  points: Array.from({ length: 24 }, (_, index) => {
    const value = 0.07 + index * 0.0004
    const band = (width: number) => ({ low: value - width * (index + 1), high: value + width * (index + 1) })
    return {
      time: ago(-index * 3600),
      value,
      interval50: band(0.0002),
      interval80: band(0.0004),
      interval95: band(0.0008),
    }
  }),
})

const transfers = regions.map((region, index) => ({
  to_region: region.id,
  price_per_gb: usd(index * 0.02),
  origin: 'listed',
  source: 'made up',
  list_as_of: '2026-07-20',
}))

const counterfactuals = {
  decision_id: 'd-x',
  choice: 'aws:use1-az1/m7i.xlarge/spot',
  decided: 300,
  smallest: null,
  items: [
    {
      input: 'price',
      offer_id: 'aws:use1-az1/m7i.xlarge/spot',
      direction: 'up',
      unit: 'USD/h',
      current: '0.0712',
      flips_at: '0.0861',
      change_percent: 20.9,
      becomes: 'alibaba:cn-hangzhou-h/ecs.g8i.xlarge/spot',
      bound: '0.7',
      step: '0.0001',
      explanation: 'If it cost more, another would be chosen.',
    },
    {
      input: 'latency_sensitivity',
      offer_id: null,
      direction: 'up',
      unit: '',
      current: '0.1',
      flips_at: '0.62',
      change_percent: 520,
      becomes: 'alibaba:cn-hangzhou-h/ecs.g8i.xlarge/spot',
      bound: '1',
      step: '0.01',
      explanation: 'If latency mattered more, another would be chosen.',
    },
  ],
}

const realised = {
  decision_id: 'd-x',
  state: 'open',
  predicted: { hours: 4, hourly_cost: usd(0.0712), expected_total_cost: usd(0.2848), interruption_chance: 0.08 },
  actual: null,
  cost_ratio: null,
}

function whatIf() {
  const made = decision('train-bert')
  const placement = { ...made, unplaceable_reason: null }
  return {
    decision_id: made.id,
    epoch: made.epoch,
    changed: false,
    supposed: [{ what: 'a price', offers: 1 }],
    before: placement,
    after: placement,
    differences: [],
    summary: 'the same',
  }
}

const counts = [...new Set(workloads.map((each) => each.state))].map((state) => ({
  state,
  count: workloads.filter((each) => each.state === state).length,
}))

const envelopes = [
  {
    id: 'e-1',
    change_id: 'c-train-bert',
    team: 'research',
    environment: 'prod',
    workload_ids: ['train-bert', 'llm-inference-frankfurt'],
    level: 'one_approver',
    max_hourly_cost: usd(14.5),
    regions: ['aws:eu-central-1', 'alibaba:eu-central-1'],
    uses: 5,
    used: 2,
    valid_until: '2099-12-01T12:00:00Z',
    granted_by: { actor_id: 'a-approver2', name: 'approver2' },
    granted_at: ago(4000),
    revoked_by: null,
    revoked_at: null,
    revoke_reason: null,
  },
]

const delegations = [
  {
    id: 'd-1',
    from: { actor_id: 'a-approver1', name: 'approver1' },
    to: 'approver2',
    teams: ['*'],
    environments: ['prod', 'staging'],
    starts_at: ago(4000),
    ends_at: '2099-12-01T12:00:00Z',
    reason: 'On holiday until Monday',
    created_at: ago(4000),
    revoked_by: null,
    revoked_at: null,
  },
]

const brokenGlass = () => [
  change('c-urgent', {
    state: 'succeeded',
    stage: 'monitor',
    break_glass: {
      by: { actor_id: 'a-admin', name: 'admin' },
      reason: 'Customers cannot pay since 06:00 and nobody who approves answers the phone',
      plan_hash: 'sha256:7d3f',
      overridden: ['1 of 1 approvals missing'],
      at: ago(600),
      review: null,
    },
  }),
]

/** One that was rejected, and can be tried again. */
export const rejectedChange = change('c-rejected', {
  state: 'rejected',
  stage: 'approval',
  origin: 'push',
  retries: 'c-train-bert',
  failure: { stage: 'approval', code: 'rejected', detail: 'approver1 said no: not tonight' },
})

export type Answer = { status: number; body: unknown }

/** What is made up for a call, whoever asks: a page that is looked at here, or the benchmark's server. */
export function madeUp(method: string, pathname: string, searchParams: URLSearchParams): Answer {
  const json = (body: unknown, status = 200): Answer => ({ status, body })
  const last = decodeURIComponent(pathname.split('/').at(-1) ?? '')
  if (pathname === '/telemetry') return json(telemetry)
  if (pathname === '/api/v1/workloads:counts') return json({ states: counts, total: workloads.length })
  if (pathname === '/workloads') return json({ workloads, pending: 3, completed: 12 })
  if (pathname === '/pending') return json(page(changes))
  if (pathname === '/api/v1/costs/summary') return json(costs)
  if (pathname === '/api/v1/prices/history') return json(page(history(searchParams.get('offer_id') ?? '')))
  if (pathname === '/api/v1/workloads' && method === 'POST') return json({ id: 'train-bert', state: 'submitted' }, 202)
  if (pathname === '/api/v1/workloads') {
    const state = searchParams.get('state')
    return json(page(workloads.filter((each) => state === null || each.state === state)))
  }
  if (/\/workloads\/[^/]+\/history$/.test(pathname)) {
    return json(
      page([
        { from: null, to: 'submitted', at: ago(900), reason: null },
        { from: 'submitted', to: 'decided', at: ago(899), reason: null },
        { from: 'decided', to: 'deploying', at: ago(890), reason: 'approved automatically' },
        { from: 'deploying', to: 'running', at: ago(850), reason: null },
      ]),
    )
  }
  if (/\/api\/v1\/workloads\/[^/]+$/.test(pathname)) {
    const found = workloads.find((each) => each.id === last)
    return found ? json(found) : json({ title: 'Not found', status: 404, code: 'not-found' }, 404)
  }
  if (pathname === '/api/v1/users/me') return json(users[0])
  if (pathname === '/api/v1/users') return json(page(users))
  if (pathname === '/api/v1/sessions') return json(page(sessions))
  if (pathname === '/api/v1/api-keys') return json(page(apiKeys))
  if (/\/api\/v1\/audit\/[^/]+\/events$/.test(pathname)) return json(page(auditEvents))
  if (/\/api\/v1\/audit\/[^/]+\/verification$/.test(pathname)) return json(verification)
  if (pathname === '/api/v1/decisions')
    return json(page(['train-bert', 'web-shop', 'llm-inference-frankfurt'].map((id) => decision(id))))
  if (pathname.endsWith('/counterfactuals')) return json(counterfactuals)
  if (pathname.endsWith('/realised')) return json(realised)
  if (pathname === '/api/v1/what-if' || pathname.endsWith('/what-if')) return json(whatIf())
  if (pathname.startsWith('/api/v1/decisions/')) return json(decision(last.slice(2)))
  if (pathname === '/api/v1/regions') return json(page(regions))
  if (pathname === '/graphql') return json({ data: regionPrices() })
  if (pathname === '/api/v1/incidents') return json(page(incidents))
  if (pathname === '/api/v1/metrics/query') return json(metricLine())
  if (pathname === '/api/v1/metrics') return json(metricRange())
  if (pathname === '/api/v1/costs') return json(costSeries)
  if (pathname === '/api/v1/offers')
    return json(
      page([
        offer(),
        alibaba(),
        offer({
          offer_id: 'aws:use1-az2/m7i.2xlarge/on_demand',
          purchase_option: 'on_demand',
          instance_type: 'm7i.2xlarge',
          price: usd(0.4032),
        }),
      ]),
    )
  if (pathname === '/api/v1/prices/forecast') return json(forecast())
  if (pathname === '/api/v1/prices/transfer') return json(page(transfers))
  if (pathname === '/api/v1/interruption-forecasts')
    return json(
      page([
        {
          offer_id: 'x',
          forecast_id: 'f',
          explanation: 'as often as the advisor says',
          chances: [
            { hours: 1, probability: 0.01 },
            { hours: 24, probability: 0.2 },
          ],
        },
      ]),
    )
  if (pathname === '/api/v1/rebalancing' || pathname === '/api/v1/offers/capacity-hints') return json(page([]))
  if (pathname === '/api/v1/environments' || pathname === '/api/v1/freeze-windows') return json(page([]))
  if (pathname === '/api/v1/kill-switch') return json({ engagements: [] })
  if (pathname === '/api/v1/envelopes') return json(page(envelopes))
  if (pathname === '/api/v1/delegations') return json(page(delegations))
  if (pathname === '/api/v1/break-glass') return json(page(brokenGlass()))
  if (pathname === '/api/v1/changes')
    return json(page([...(searchParams.get('workload_id') === null ? changes : []), doneChange, rejectedChange]))
  if (pathname.endsWith('/log')) return json(page(log))
  if (pathname.startsWith('/api/v1/changes/'))
    return json([...changes, doneChange, rejectedChange].find((each) => each.id === last) ?? doneChange)
  if (pathname === '/api/v1/deployments') {
    return json(page([deployment]))
  }
  return json({ title: 'Not found', status: 404, detail: `nothing made up for ${pathname}` }, 404)
}

export async function answer(
  browser: Page,
  overrides: Overrides = {},
  as: Session = session,
): Promise<{ socket: () => WebSocketRoute | null }> {
  let socket: WebSocketRoute | null = null
  await browser.routeWebSocket(/\/ws$/, (route) => {
    socket = route
    route.onMessage((message) => {
      if (String(message).includes('subscribe')) route.send(JSON.stringify({ op: 'ready', cursor: 'c1' }))
    })
  })
  await browser.route(
    (url) => !url.pathname.startsWith('/ui/'),
    async (route) => {
      const { pathname, searchParams } = new URL(route.request().url())
      const override = overrides[pathname]
      if (override !== undefined) {
        const { status = 200, body } = typeof override === 'function' ? override() : override
        await route.fulfill({
          status,
          contentType: status >= 400 ? 'application/problem+json' : 'application/json',
          body: JSON.stringify(body),
        })
        return
      }
      if (pathname === '/session') return route.fulfill({ json: as })
      const { status, body } = madeUp(route.request().method(), pathname, searchParams)
      return route.fulfill({ status, json: body })
    },
  )
  return { socket: () => socket }
}
