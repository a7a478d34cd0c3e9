import type { AlertState, IncidentState, Severity } from '@/api/incidents'
import { Badge, Dot, type Tone } from '@/components/ui/badge'
import { humanise } from '@/lib/format'

const severityTones: Record<Severity, Tone> = { critical: 'bad', warning: 'warn', info: 'info' }

export function SeverityBadge({ severity }: { severity: Severity }) {
  return <Badge tone={severityTones[severity]}>{humanise(severity)}</Badge>
}

const incidentTones: Record<IncidentState, Tone> = { open: 'bad', acknowledged: 'warn', resolved: 'good' }

export function IncidentStateBadge({ state }: { state: IncidentState }) {
  const tone = incidentTones[state]
  return (
    <Badge tone={tone}>
      <Dot tone={tone} pulse={state === 'open'} />
      {humanise(state)}
    </Badge>
  )
}

const alertTones: Record<AlertState, Tone> = { firing: 'bad', pending: 'warn', resolved: 'good' }

export function AlertStateBadge({ state }: { state: AlertState }) {
  const tone = alertTones[state]
  return (
    <Badge tone={tone}>
      <Dot tone={tone} pulse={state === 'firing'} />
      {humanise(state)}
    </Badge>
  )
}

/** Labels as `name=value`, the ones that tell most first. */
export function LabelList({ labels }: { labels: Record<string, string> }) {
  return (
    <span className="flex flex-wrap gap-1">
      {Object.entries(labels).map(([name, value]) => (
        <code key={name} className="rounded bg-sunken px-1 text-2xs wrap-anywhere">
          {name}={value}
        </code>
      ))}
    </span>
  )
}
