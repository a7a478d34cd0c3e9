import type { ModelEntry, ModelState } from '@/api/models'
import { Badge, type Tone } from '@/components/ui/badge'
import { Age } from '@/components/ui/time'
import { humanise } from '@/lib/format'
import { useText } from './text'

const tones: Record<ModelState, Tone> = {
  champion: 'good',
  candidate: 'accent',
  rejected: 'neutral',
  retired: 'neutral',
  demoted: 'bad',
}

export function ModelStateBadge({ state }: { state: ModelState }) {
  return <Badge tone={tones[state]}>{humanise(state)}</Badge>
}

/** What happened to models, the newest first. */
export function ModelLog({ log }: { log: readonly ModelEntry[] }) {
  const t = useText()
  if (log.length === 0) return <p className="text-[13px] text-muted">{t('history.empty')}</p>
  return (
    <ol className="space-y-2.5 border-l pl-4">
      {log.map((entry) => (
        <li key={entry.seq} className="relative text-[13px]">
          <span
            aria-hidden="true"
            className="absolute top-1.5 -left-[1.28rem] size-2 rounded-full border-2 border-surface bg-accent"
          />
          <Badge>{humanise(entry.kind)}</Badge>{' '}
          <span lang="en" className="wrap-anywhere">
            {entry.detail}
          </span>
          <span className="block text-xs text-muted">
            <Age instant={entry.at} />
          </span>
        </li>
      ))}
    </ol>
  )
}
