/** The dashboard's names for what the services' own documents (docs/api, see generated/) say. */
import type { components as GatewayApi } from './generated/gateway'
import type { components as GitopsApi } from './generated/gitops'
import type { components as IdentityApi } from './generated/identity'
import type { components as RoutingApi } from './generated/routing'
import type { components as TelemetryApi } from './generated/telemetry'

type Gateway = GatewayApi['schemas']
type Gitops = GitopsApi['schemas']
type Identity = IdentityApi['schemas']
type Routing = RoutingApi['schemas']
type Telemetries = TelemetryApi['schemas']

/** As a service sends it: the documents leave nullable fields out of `required`, yet each is always there, perhaps as null. */
export type Sent<T> = T extends readonly (infer Item)[]
  ? Sent<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Sent<T[Key]> }
    : T

export type Replace<T, Other> = Omit<T, keyof Other> & Other

/** Every page has this shape, whichever service cut it. */
export type Page<T> = { items: T[]; next: string | null }

/** RFC 9457 with the members of docs/architecture.md; the documents do not describe refusals. */
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

export type User = Gateway['SessionUser']
export type Role = User['roles'][number]

/** The document knows no link between the fields: with a session there are a user and a token, without there are none. */
export type Session =
  | (Replace<
      Required<Gateway['Session']>,
      { authenticated: true; user: Gateway['SessionUser']; csrf: Gateway['SessionCsrf'] }
    > & { login_url: string })
  | Replace<Omit<Gateway['Session'], 'user' | 'csrf'>, { authenticated: false }>

export type ApiKey = Sent<Identity['ApiKey']>
export type NewApiKey = Identity['NewApiKey']
export type ApiKeyRotation = Identity['ApiKeyRotation']
/** The secret is shown this once; a repeated call does not have it. */
export type IssuedApiKey = { key: ApiKey; secret: string | null }
/** Every service's audit log has this form; the states are any JSON, which the document shows as a node's methods. */
export type AuditEvent = Replace<Gateway['AuditView'], { outcome: AuditOutcome; before?: unknown; after?: unknown }>
export type AuditOutcome = 'succeeded' | 'refused' | 'failed'
export type AuditFinding = Gateway['Finding']
/** A part of the log; the last part has no `next`. */
export type AuditVerification = Gateway['VerificationReport']

/** A browser that is signed in. */
export type BrowserSession = Gateway['BrowserSession']
export type Account = Sent<Identity['User']>
/** What an admin gives to people; services are configured, not made. */
export type GivenRole = Exclude<Account['roles'][number], 'service'>
export type NewUser = {
  name: string
  display_name?: string | null
  roles: GivenRole[]
  teams: string[]
  environments: string[]
}
export type UserEdit = Required<Omit<NewUser, 'name' | 'display_name'>> & { display_name: string; enabled: boolean }
/** The first password, shown this once. */
export type IssuedPassword = { user: Account; password: string | null }

export type Money = Sent<Telemetries['Money']>
export type PriceOrigin = Telemetries['Offer']['price_origin']
export type PurchaseOption = Telemetries['Offer']['purchase_option']
export type Provider = Telemetries['Offer']['provider']

/** Routing's and gitops' documents call the provider and the origins any text; what they carry is telemetry's offer. */
export type Offer = Replace<Sent<Routing['Offer']>, { provider: Provider }>

type WithOffer<T> = Replace<T, { offer: Offer }>

export type WorkloadRequest = Routing['WorkloadRequest']
export type Workload = Sent<Routing['Workload']>
export type WorkloadState = Workload['state']
export type WorkloadKind = Workload['kind']
export type Priority = Workload['priority']
export type WorkloadQueue = Sent<Routing['WorkloadOverview']>
export type WorkloadCounts = Sent<Routing['WorkloadCounts']>
export type WorkloadAccepted = Sent<Routing['Submitted']>
export type HistoryEntry = Sent<Routing['WorkloadTransition']>

export type Contribution = Sent<Routing['Contribution']>
export type Factor = Contribution['factor']
export type Alternative = WithOffer<Sent<Routing['Alternative']>>
export type PlacementDecision = Replace<
  Sent<Routing['PlacementDecision']>,
  {
    offer: Offer | null
    baseline: WithOffer<Sent<Routing['Baseline']>> | null
    alternatives: Alternative[]
    cheapest_elsewhere: WithOffer<Sent<Routing['Elsewhere']>> | null
  }
>

export type Approval = Sent<Gitops['Approval']>
export type ApprovalLevel = Approval['level']
export type Verdict = Sent<Gitops['GivenVerdict']>
export type VerdictRequest = Replace<Gitops['NewVerdict'], { reason: string }>
export type Plan = Sent<Gitops['Plan']>
export type PlanAction = Sent<Gitops['Action']>
export type Stage = Sent<Gitops['ChangeStage']>
export type StageState = Stage['state']
export type ChangeItem = Replace<Sent<Gitops['ChangeItem']>, { offer: Offer | null }>
export type Change = Replace<Sent<Gitops['Change']>, { items: ChangeItem[] }>
export type ChangeState = Change['state']
export type Deployment = Sent<Gitops['Deployment']>
export type DeploymentState = Deployment['state']
export type Replica = Deployment['instances'][number]
/** The document calls the level any text. */
export type StageLogLine = Replace<Sent<Gitops['StageLogLine']>, { level: 'info' | 'warning' | 'error' }>

export type HistoricPrice = Sent<Telemetries['HistoricPrice']>
export type TypePrice = Sent<Telemetries['Price']>
export type MetricValue = Sent<Telemetries['MetricValue']>
export type ProviderTelemetry = Sent<Telemetries['ProviderView']>
export type ProviderState = ProviderTelemetry['state']
export type Telemetry = Sent<Telemetries['Telemetry']>
export type CostSummary = Sent<Telemetries['Summary']>

/** What the live channel carries; the documents show the data of an event as the methods of a JSON node. */
export type CloudEvent = Pick<Gitops['CloudEvent'], 'id' | 'source' | 'type'> &
  Partial<Pick<Gitops['CloudEvent'], 'subject' | 'time' | 'team' | 'environment'>> & { data?: Record<string, unknown> }

/** In the order of a life; a state that a document adds or drops breaks the build here. */
export const workloadStates = Object.keys({
  submitted: true,
  decided: true,
  awaiting_approval: true,
  deploying: true,
  running: true,
  moving: true,
  pausing: true,
  paused: true,
  completed: true,
  failed: true,
  cancelled: true,
  unplaceable: true,
} satisfies Record<WorkloadState, true>) as WorkloadState[]

export const changeStates = Object.keys({
  running: true,
  awaiting_approval: true,
  succeeded: true,
  failed: true,
  rejected: true,
  cancelled: true,
  expired: true,
} satisfies Record<ChangeState, true>) as ChangeState[]
