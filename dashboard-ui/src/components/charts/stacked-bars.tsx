import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { chartColour, type ChartTone } from '@/lib/colours'

export type StackedBar = { key: string; label: string; values: Record<string, number> }
export type Stack = { id: string; label: string; tone: ChartTone }

type TipProps = { active?: boolean | undefined; payload?: readonly { payload?: unknown }[] | undefined }

/** Parts of a whole, one bar a day or a group. */
export default function StackedBars({
  label,
  bars,
  stacks,
  format,
  height = 220,
}: {
  label: string
  bars: readonly StackedBar[]
  stacks: readonly Stack[]
  format: (value: number) => string
  height?: number
}) {
  const rows = bars.map((bar) => ({ label: bar.label, ...bar.values }))
  const tip = ({ active, payload }: TipProps) => {
    const row = payload?.[0]?.payload as (Record<string, number> & { label: string }) | undefined
    if (active !== true || row === undefined) return null
    return (
      <div className="rounded-md border bg-raised px-2.5 py-1.5 text-xs shadow-raised">
        <div className="mb-1 text-muted">{row.label}</div>
        {stacks.map((stack) => (
          <div key={stack.id} className="num flex items-center gap-2">
            <span aria-hidden="true" className="size-2 rounded-xs" style={{ background: chartColour(stack.tone) }} />
            {stack.label}
            <span className="ml-auto pl-3 font-medium">{format(row[stack.id] ?? 0)}</span>
          </div>
        ))}
      </div>
    )
  }
  const axis = { tick: { fill: 'var(--muted)', fontSize: 11 }, tickLine: false, axisLine: false } as const
  return (
    <div>
      <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {stacks.map((stack) => (
          <li key={stack.id} className="flex items-center gap-1.5">
            <span aria-hidden="true" className="size-2.5 rounded-xs" style={{ background: chartColour(stack.tone) }} />
            {stack.label}
          </li>
        ))}
      </ul>
      <div role="img" aria-label={label} style={{ height }}>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={rows} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="label" minTickGap={24} {...axis} />
            <YAxis
              width={58}
              tickCount={4}
              tickFormatter={(value: number) => format(value).replace(/ [A-Z]{3}.*$/, '')}
              {...axis}
            />
            <Tooltip content={tip} cursor={{ fill: 'var(--sunken)' }} />
            {stacks.map((stack) => (
              <Bar
                key={stack.id}
                dataKey={stack.id}
                stackId="all"
                fill={chartColour(stack.tone)}
                stroke="var(--surface)"
                strokeWidth={1}
                maxBarSize={44}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
    </div>
  )
}
