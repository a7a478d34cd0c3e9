import { Badge, Dot, type Tone } from '@/components/ui/badge'
import { Hint } from '@/components/ui/tooltip'
import { cn } from '@/lib/cn'
import { humanise, providerName } from '@/lib/format'
import type { ApprovalLevel, ChangeState, PriceOrigin, StageState, WorkloadState } from '@/api/types'

const workloadTones: Record<WorkloadState, Tone> = {
  submitted: 'info',
  decided: 'info',
  awaiting_approval: 'warn',
  deploying: 'accent',
  running: 'good',
  moving: 'accent',
  completed: 'neutral',
  failed: 'bad',
  cancelled: 'neutral',
  unplaceable: 'bad',
}

export function WorkloadStateBadge({ state }: { state: WorkloadState }) {
  const tone = workloadTones[state]
  return (
    <Badge tone={tone}>
      <Dot tone={tone} pulse={state === 'deploying' || state === 'moving'} />
      {humanise(state)}
    </Badge>
  )
}

const changeTones: Record<ChangeState, Tone> = {
  running: 'accent',
  awaiting_approval: 'warn',
  succeeded: 'good',
  failed: 'bad',
  rejected: 'bad',
  cancelled: 'neutral',
  expired: 'neutral',
}

export function ChangeStateBadge({ state }: { state: ChangeState }) {
  const tone = changeTones[state]
  return (
    <Badge tone={tone}>
      <Dot tone={tone} pulse={state === 'running'} />
      {humanise(state)}
    </Badge>
  )
}

export const stageTones: Record<StageState, Tone> = {
  waiting: 'neutral',
  running: 'accent',
  succeeded: 'good',
  failed: 'bad',
  skipped: 'neutral',
}

const originTexts: Record<PriceOrigin, string> = {
  listed: 'Stands in the provider’s price list.',
  derived: 'Computed from a price list: a region’s ratio or the spot advisor’s saving.',
  observed: 'Answered by a call of the provider’s spot price history.',
  simulated: 'Has no source: the built-in simulator made it.',
}

/** Where a price comes from. */
export function OriginBadge({ origin }: { origin: PriceOrigin }) {
  return (
    <Hint content={originTexts[origin]}>
      <Badge tone={origin === 'listed' || origin === 'observed' ? 'neutral' : 'info'}>{origin}</Badge>
    </Hint>
  )
}

export function SimulatedBadge({ what = 'This value' }: { what?: string }) {
  return (
    <Hint content={`${what} comes from the built-in cloud simulator, not from a real cloud account.`}>
      <Badge tone="info">simulated</Badge>
    </Hint>
  )
}

export function DerivedBadge({ how }: { how: string }) {
  return (
    <Hint content={how}>
      <Badge tone="info">derived</Badge>
    </Hint>
  )
}

export function StaleBadge({
  why = 'Older than its bound: the source has not answered for a while.',
}: {
  why?: string
}) {
  return (
    <Hint content={why}>
      <Badge tone="warn">stale</Badge>
    </Hint>
  )
}

export function ProviderName({ provider }: { provider: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span
        aria-hidden="true"
        className={cn(
          'size-2 rounded-xs',
          provider === 'aws' ? 'bg-aws' : provider === 'alibaba' ? 'bg-alibaba' : 'bg-muted',
        )}
      />
      {providerName(provider)}
    </span>
  )
}

export const levelTexts: Record<ApprovalLevel, string> = {
  automatic: 'Automatic',
  one_approver: 'One approver',
  two_approvers: 'Two approvers',
  two_approvers_one_admin: 'Two approvers, one of them admin',
}

export function levelText(level: string): string {
  return level in levelTexts ? levelTexts[level as ApprovalLevel] : humanise(level)
}
