import { Check, CircleDashed, LoaderCircle, Minus, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Change, StageState } from '@/api/types'
import { Instant } from '@/components/ui/time'
import { cn } from '@/lib/cn'
import { formatSpan, humanise, humaniseInside } from '@/lib/format'
import { useCommon } from '@/lib/i18n/common'
import { Told } from './amount'

const StageLog = lazy(() => import('./stage-log'))

const icons: Record<StageState, typeof Check> = {
  waiting: CircleDashed,
  running: LoaderCircle,
  succeeded: Check,
  failed: X,
  skipped: Minus,
}

const colours: Record<StageState, string> = {
  waiting: 'text-muted bg-sunken',
  running: 'text-accent bg-accent-soft',
  succeeded: 'text-good bg-good-soft',
  failed: 'text-bad bg-bad-soft',
  skipped: 'text-muted bg-sunken',
}

function took(started: string | null, finished: string | null): string | null {
  if (started === null || finished === null) return null
  const seconds = (Date.parse(finished) - Date.parse(started)) / 1000
  return Number.isFinite(seconds) && seconds >= 0 ? (seconds < 1 ? `< ${formatSpan(1)}` : formatSpan(seconds)) : null
}

/** The pipeline's stages in order, each with its state, attempts and log. */
export function StageTrack({ change }: { change: Pick<Change, 'id' | 'stages'> }) {
  const t = useCommon()
  const [shown, setShown] = useState<string | null>(null)
  return (
    <>
      <ol>
        {change.stages.map((stage, index) => {
          const Icon = icons[stage.state]
          const duration = took(stage.started_at, stage.finished_at)
          return (
            <li key={stage.name} className="relative flex gap-3 pb-3 last:pb-0">
              {index < change.stages.length - 1 && (
                <span aria-hidden="true" className="absolute top-6 bottom-0 left-[11px] w-px bg-line" />
              )}
              <span className={cn('z-10 grid size-6 shrink-0 place-items-center rounded-full', colours[stage.state])}>
                <Icon className={cn('size-3.5', stage.state === 'running' && 'animate-spin')} aria-hidden="true" />
              </span>
              <div className="min-w-0 flex-1 pt-0.5">
                <div className="flex items-baseline gap-x-2 text-[13px]">
                  <span className="font-medium whitespace-nowrap">{humanise(stage.name)}</span>
                  <span className={cn('min-w-0 text-xs', stage.state === 'failed' ? 'text-bad' : 'text-muted')}>
                    {humaniseInside(stage.state)}
                    {duration !== null && ` · ${duration}`}
                    {stage.attempts > 1 && ` · ${t('stage.attempts', { count: stage.attempts })}`}
                  </span>
                  {stage.state !== 'waiting' && (
                    <button
                      type="button"
                      className="ml-auto rounded text-xs text-accent underline-offset-2 hover:underline"
                      aria-label={t('stage.log.of', { stage: humaniseInside(stage.name) })}
                      aria-haspopup="dialog"
                      onClick={() => setShown(stage.name)}
                    >
                      {t('stage.log')}
                    </button>
                  )}
                </div>
                {stage.summary !== null && stage.summary !== '' && (
                  <p className="mt-0.5 text-xs wrap-anywhere text-muted">
                    <Told text={stage.summary} />
                  </p>
                )}
                {stage.started_at !== null && (
                  <p className="sr-only">
                    {t('stage.started')} <Instant instant={stage.started_at} />
                  </p>
                )}
              </div>
            </li>
          )
        })}
      </ol>
      {shown !== null && (
        <Suspense fallback={null}>
          <StageLog
            changeId={change.id}
            stage={shown}
            running={change.stages.some((stage) => stage.name === shown && stage.state === 'running')}
            onClose={() => setShown(null)}
          />
        </Suspense>
      )}
    </>
  )
}

/** The same stages as seven small bars, for lists. */
export function StageBars({ change }: { change: Pick<Change, 'stages' | 'stage'> }) {
  const t = useCommon()
  const bars: Record<StageState, string> = {
    waiting: 'bg-line',
    running: 'bg-accent animate-pulse',
    succeeded: 'bg-good',
    failed: 'bg-bad',
    skipped: 'bg-line-strong',
  }
  const done = change.stages.filter((stage) => stage.state === 'succeeded').length
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span
        role="img"
        aria-label={t('stage.done', { done, count: change.stages.length })}
        className="inline-flex gap-0.5"
      >
        {change.stages.map((stage) => (
          <span
            key={stage.name}
            title={t('stage.state', { stage: humanise(stage.name), state: humaniseInside(stage.state) })}
            className={cn('h-1.5 w-3 rounded-full', bars[stage.state])}
          />
        ))}
      </span>
      <span className="text-xs text-muted">{humanise(change.stage)}</span>
    </span>
  )
}
