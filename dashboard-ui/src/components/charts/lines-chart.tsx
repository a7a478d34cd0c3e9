import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatClock, formatInstant, formatShortDay } from '@/lib/format'
import { formatShort, formatUnit } from '@/lib/ops-format'
import { chartColour, toneAt } from '@/lib/colours'
import { dashOf, Legend } from './legend'

export type LineSeries = { name: string; values: (number | null)[] }

type Row = { at: number; values: (number | null)[] }
type TipProps = { active?: boolean; payload?: readonly { payload?: unknown }[] }

const mostInTip = 10

/** A value without a neighbour, which no line shows. */
export const isAlone = (values: readonly (number | null)[], at: number) =>
  values[at] != null && values[at - 1] == null && values[at + 1] == null

/** Several series over time; where there is no value there is no line. */
export default function LinesChart({
  times,
  series,
  unit,
  label,
  limit,
  days = false,
}: {
  times: number[]
  series: LineSeries[]
  unit: string
  label: string
  limit?: { value: number; name: string }
  days?: boolean
}) {
  const rows: Row[] = times.map((at, index) => ({ at, values: series.map((each) => each.values[index] ?? null) }))
  const tick = (at: number) => (days ? formatShortDay(at, 'UTC') : formatClock(at))
  const tip = ({ active, payload }: TipProps) => {
    const row = payload?.[0]?.payload as Row | undefined
    if (active !== true || row === undefined) return null
    const known = series
      .map((each, index) => ({ name: each.name, index, value: row.values[index] ?? null }))
      .filter((each): each is { name: string; index: number; value: number } => each.value !== null)
      .sort((a, b) => b.value - a.value)
    return (
      <div className="max-w-72 rounded-md border bg-raised px-2.5 py-1.5 text-xs shadow-raised">
        <div className="mb-1 text-muted">{formatInstant(new Date(row.at).toISOString())}</div>
        {known.slice(0, mostInTip).map(({ name, index, value }) => (
          <div key={index} className="flex items-center gap-1.5">
            <span
              aria-hidden="true"
              className="size-2 shrink-0 rounded-xs"
              style={{ background: chartColour(toneAt(index)) }}
            />
            <span className="min-w-0 truncate">{name}</span>
            <span className="num ml-auto pl-3 font-medium">{formatUnit(value, unit)}</span>
          </div>
        ))}
        {known.length > mostInTip && <div className="text-muted">+ {known.length - mostInTip}</div>}
      </div>
    )
  }
  return (
    <>
      <Legend entries={series.map(({ name }, index) => ({ id: name, label: name, tone: toneAt(index) }))} />
      <div role="img" aria-label={label} className="h-64">
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={rows} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              type="number"
              scale="time"
              domain={['dataMin', 'dataMax']}
              tickFormatter={tick}
              tick={{ fill: 'var(--muted)', fontSize: 11 }}
              tickLine={false}
              axisLine={false}
              minTickGap={56}
            />
            <YAxis
              width={56}
              tickFormatter={(value: number) => formatShort(value)}
              tick={{ fill: 'var(--muted)', fontSize: 11 }}
              tickLine={false}
              axisLine={false}
              tickCount={4}
            />
            <Tooltip content={tip} cursor={{ stroke: 'var(--line-strong)' }} />
            {limit !== undefined && (
              <ReferenceLine
                y={limit.value}
                stroke="var(--bad)"
                strokeDasharray="4 3"
                label={{ value: limit.name, fill: 'var(--bad)', fontSize: 11, position: 'insideTopRight' }}
                ifOverflow="extendDomain"
              />
            )}
            {series.map((each, index) => (
              <Line
                key={each.name}
                dataKey={(row: Row) => row.values[index] ?? null}
                name={each.name}
                stroke={chartColour(toneAt(index))}
                strokeDasharray={dashOf(index)}
                strokeWidth={1.75}
                dot={({ cx, cy, index: at }: { cx?: number; cy?: number; index: number }) =>
                  isAlone(each.values, at) ? (
                    <circle key={at} cx={cx} cy={cy} r={2} fill={chartColour(toneAt(index))} />
                  ) : (
                    <g key={at} />
                  )
                }
                connectNulls={false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </>
  )
}
