import { Check, CircleDashed, LoaderCircle, X } from 'lucide-react'
import { Age } from '@/components/ui/time'
import { cn } from '@/lib/cn'
import type { Progress } from './progress-model'
import { useText } from './text'

const icons = { done: Check, now: LoaderCircle, waiting: CircleDashed, failed: X }
const colours = {
  done: 'bg-good-soft text-good',
  now: 'bg-accent-soft text-accent',
  waiting: 'bg-sunken text-muted',
  failed: 'bg-bad-soft text-bad',
}

/** Submitted → decided → committed → approved → applied → healthy. */
export function ProgressTrack({ progress }: { progress: readonly Progress[] }) {
  const t = useText()
  return (
    <ol
      aria-label={t('progress')}
      className="mb-4 grid grid-cols-2 gap-2 rounded-lg border bg-surface p-3 sm:grid-cols-3 lg:grid-cols-6"
    >
      {progress.map(({ step, state, at, note }) => {
        const Icon = icons[state]
        return (
          <li key={step} aria-current={state === 'now' ? 'step' : undefined} className="flex items-center gap-2.5">
            <span className={cn('grid size-6 shrink-0 place-items-center rounded-full', colours[state])}>
              <Icon className={cn('size-3.5', state === 'now' && 'animate-spin')} aria-hidden="true" />
            </span>
            <span className="min-w-0">
              <span className={cn('block text-[13px] font-medium', state === 'waiting' && 'text-muted')}>
                {t(`step.${step}`)}
              </span>
              <span className="block truncate text-xs text-muted">
                {note !== undefined ? (
                  t('step.automatic')
                ) : at !== null ? (
                  <Age instant={at} />
                ) : state === 'done' ? (
                  '\u00a0'
                ) : (
                  t('step.waiting')
                )}
              </span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
