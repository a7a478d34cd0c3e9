import { Bar, BarChart, LabelList, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import type { Contribution } from '@/api/types'
import { humanise } from '@/lib/format'
import { usesReducedMotion } from '@/lib/motion'

/** What each factor added to the score. The table beside it tells the same to those who cannot see it. */
export default function ContributionChart({ contributions, score }: { contributions: Contribution[]; score: number }) {
  const rows = contributions.map((entry) => ({
    name: humanise(entry.factor),
    value: entry.contribution,
    label: entry.contribution.toFixed(3),
  }))
  const label = `Contributions to the score of ${score.toFixed(3)}: ${rows.map((row) => `${row.name} ${row.label}`).join(', ')}`
  return (
    <div role="img" aria-label={label} className="h-44">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={rows}
          layout="vertical"
          margin={{ top: 0, right: 44, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <XAxis type="number" hide domain={[0, 'dataMax']} />
          <YAxis
            type="category"
            dataKey="name"
            width={92}
            axisLine={false}
            tickLine={false}
            tick={{ fill: 'var(--muted)', fontSize: 12 }}
          />
          <Bar
            dataKey="value"
            fill="var(--accent)"
            barSize={18}
            radius={[0, 3, 3, 0]}
            isAnimationActive={!usesReducedMotion()}
            animationDuration={350}
          >
            <LabelList dataKey="label" position="right" fill="var(--text)" fontSize={12} />
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}
