import { chartColour } from '@/lib/colours'
import type { Contribution } from '@/api/types'
import { formatNumber, humanise } from '@/lib/format'
import { useDecisionText } from './text'

type Part = Pick<Contribution, 'factor' | 'contribution' | 'weight'>

/** What each factor added to the score and could have added at most; with a second set, both beside each other. */
export function ContributionChart({
  contributions,
  score,
  compared,
}: {
  contributions: readonly Part[]
  score: number
  compared?: readonly Part[]
}) {
  const t = useDecisionText()
  const most = Math.max(...[...contributions, ...(compared ?? [])].map((entry) => entry.weight), 0.01)
  const label = t('contributions.chart', {
    score: formatNumber(score, 3),
    parts: contributions.map((entry) => `${humanise(entry.factor)} ${formatNumber(entry.contribution, 3)}`).join(', '),
  })
  const bar = (part: Part, tone: number) => (
    <span className="relative block h-3 rounded-sm bg-sunken" style={{ width: `${(part.weight / most) * 100}%` }}>
      <span
        className="absolute inset-y-0 left-0 rounded-sm"
        style={{
          width: `${part.weight === 0 ? 0 : Math.max(0, Math.min(1, part.contribution / part.weight)) * 100}%`,
          background: chartColour(tone === 0 ? 0 : 1),
        }}
      />
    </span>
  )
  return (
    <div role="img" aria-label={label}>
      <ul className="space-y-2">
        {contributions.map((entry) => {
          const other = compared?.find((each) => each.factor === entry.factor)
          return (
            <li key={entry.factor} className="grid grid-cols-[6rem_minmax(0,1fr)_4rem] items-center gap-3 text-xs">
              <span className="truncate">{humanise(entry.factor)}</span>
              <span className="space-y-0.5">
                {bar(entry, 0)}
                {other !== undefined && bar(other, 1)}
              </span>
              <span className="num text-right">
                {formatNumber(entry.contribution, 3)}
                {other !== undefined && (
                  <span className="block font-medium">{formatNumber(other.contribution, 3)}</span>
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
