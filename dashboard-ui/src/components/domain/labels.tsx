import { Badge, Dot, type Tone } from '@/components/ui/badge'
import { Hint } from '@/components/ui/tooltip'
import { cn } from '@/lib/cn'
import { humanise, humaniseInside, providerName } from '@/lib/format'
import { useCommon, useCommon as texts } from '@/lib/i18n/common'
import type { ChangeState, PriceOrigin, StageState, WorkloadState } from '@/api/types'

const workloadTones: Record<WorkloadState, Tone> = {
  submitted: 'info',
  decided: 'info',
  awaiting_approval: 'warn',
  deploying: 'accent',
  running: 'good',
  moving: 'accent',
  pausing: 'warn',
  paused: 'neutral',
  completed: 'neutral',
  failed: 'bad',
  cancelled: 'neutral',
  unplaceable: 'bad',
}

export function WorkloadStateBadge({ state }: { state: WorkloadState }) {
  const tone = workloadTones[state]
  return (
    <Badge tone={tone}>
      <Dot tone={tone} pulse={state === 'deploying' || state === 'moving' || state === 'pausing'} />
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

/** Where a price comes from. */
export function OriginBadge({ origin }: { origin: PriceOrigin }) {
  const t = useCommon()
  return (
    <Hint content={t(`origin.${origin}`)}>
      <Badge tone={origin === 'listed' || origin === 'observed' ? 'neutral' : 'info'}>{humaniseInside(origin)}</Badge>
    </Hint>
  )
}

export function SimulatedBadge({ what }: { what?: string }) {
  const t = useCommon()
  return (
    <Hint content={t('simulated.hint', { what: what ?? t('simulated.this') })}>
      <Badge tone="info">{t('simulated')}</Badge>
    </Hint>
  )
}

export function DerivedBadge({ how }: { how: string }) {
  const t = useCommon()
  return (
    <Hint content={how}>
      <Badge tone="info">{t('derived')}</Badge>
    </Hint>
  )
}

export function StaleBadge({ why }: { why?: string }) {
  const t = useCommon()
  return (
    <Hint content={why ?? t('stale.hint')}>
      <Badge tone="warn">{t('stale')}</Badge>
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

export function levelText(level: string): string {
  return level === 'two_approvers_one_admin' ? texts.now()('level.two_approvers_one_admin') : humanise(level)
}
