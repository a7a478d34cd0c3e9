import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { chartColour, type ChartTone } from '@/lib/colours'
import { formatInstant, formatShortDay, formatShortTime } from '@/lib/format'
import { useCommon } from '@/lib/i18n/common'
import { useLanguage } from '@/lib/i18n'
import { useOnceIdle } from '@/lib/idle'
import { dashOf, Legend } from './legend'

export type SeriesPoint = { at: number; value: number | null; band?: [number, number] }
export type Series = {
  id: string
  label: string
  tone: ChartTone
  points: readonly SeriesPoint[]
  /** A value holds until the next one. */
  step?: boolean
  dashed?: boolean
  area?: boolean
}

type Row = { at: number } & Record<string, number | [number, number] | null>

/** One row an instant, so that lines with different instants share an axis. */
export function rowsOf(series: readonly Series[]): Row[] {
  const rows = new Map<number, Row>()
  for (const each of series) {
    for (const point of each.points) {
      const row = rows.get(point.at) ?? { at: point.at }
      row[each.id] = point.value
      if (point.band !== undefined) row[`${each.id} band`] = point.band
      rows.set(point.at, row)
    }
  }
  return [...rows.values()].sort((a, b) => a.at - b.at)
}

/** Times within two days, days beyond. */
export function axisTime(at: number, from: number, to: number): string {
  return to - from > 2 * 86_400_000 ? formatShortDay(at) : formatShortTime(at)
}

const minute = 60_000
const steps = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080].map((minutes) => minutes * minute)

/** Round times of the reader's own zone, at most eight of them. */
export function timeTicks(from: number, to: number, most = 8): number[] {
  const step = steps.find((each) => (to - from) / each <= most) ?? Math.ceil((to - from) / most)
  const zone = new Date(from).getTimezoneOffset() * minute
  const ticks: number[] = []
  for (let at = Math.ceil((from - zone) / step) * step + zone; at <= to && ticks.length <= most; at += step)
    ticks.push(at)
  return ticks
}

type TipProps = {
  active?: boolean
  payload?: readonly { dataKey?: unknown; value?: unknown }[]
  label?: unknown
  series: readonly Series[]
  format: (value: number) => string
}

function Tip({ active, payload, label, series, format }: TipProps) {
  if (active !== true || payload === undefined || payload.length === 0) return null
  const value = (id: string) => payload.find((entry) => entry.dataKey === id)?.value
  return (
    <div className="rounded-md border bg-raised px-2.5 py-1.5 text-xs shadow-raised">
      <div className="mb-1 text-muted">{formatInstant(new Date(Number(label)).toISOString())}</div>
      {series.map((each) => {
        const shown = value(each.id)
        const band = value(`${each.id} band`)
        if (typeof shown !== 'number') return null
        return (
          <div key={each.id} className="num flex items-center gap-2">
            <span aria-hidden="true" className="h-0.5 w-3" style={{ background: chartColour(each.tone) }} />
            <span>{each.label}</span>
            <span className="ml-auto pl-3 font-medium">
              {format(shown)}
              {Array.isArray(band) && (
                <span className="font-normal text-muted">
                  {` ${format(Number(band[0]))} – ${format(Number(band[1]))}`}
                </span>
              )}
            </span>
          </div>
        )
      })}
    </div>
  )
}

const axis = { tick: { fill: 'var(--muted)', fontSize: 11 }, tickLine: false, axisLine: false } as const

/** Values over time: lines, steps, areas and bands of uncertainty. */
export default function TimeSeries({
  label,
  series,
  height = 220,
  format,
  zero = false,
  marks = [],
  now,
}: {
  label: string
  series: readonly Series[]
  height?: number
  format: (value: number) => string
  /** Whether the axis begins at nought. */
  zero?: boolean
  marks?: readonly { at: number; label: string }[]
  /** Where the past ends and a forecast begins. */
  now?: number
}) {
  const t = useCommon()
  useLanguage()
  const drawn = useOnceIdle()
  const rows = rowsOf(series)
  const from = rows[0]?.at ?? 0
  const to = rows.at(-1)?.at ?? 0
  const compact = (value: number) => format(value).replace(/ [A-Z]{3}.*$/, '')
  return (
    <div>
      {series.length > 1 && <Legend entries={series} />}
      <div role="img" aria-label={label} style={{ height }}>
        {drawn && (
          <ResponsiveContainer width="100%" height="100%">
            <ComposedChart data={rows} margin={{ top: 8, right: 10, bottom: 0, left: 0 }} accessibilityLayer={false}>
              <CartesianGrid vertical={false} stroke="var(--line)" />
              <XAxis
                dataKey="at"
                type="number"
                scale="time"
                domain={['dataMin', 'dataMax']}
                ticks={timeTicks(from, to)}
                tickFormatter={(at: number) => axisTime(at, from, to)}
                minTickGap={40}
                {...axis}
              />
              <YAxis
                domain={zero ? [0, 'auto'] : ['auto', 'auto']}
                width={58}
                tickFormatter={compact}
                tickCount={4}
                {...axis}
              />
              <Tooltip
                content={(props) => (
                  <Tip
                    active={props.active}
                    payload={props.payload}
                    label={props.label}
                    series={series}
                    format={format}
                  />
                )}
                cursor={{ stroke: 'var(--line-strong)' }}
              />
              {series
                .filter((each) => each.points.some((point) => point.band !== undefined))
                .map((each) => (
                  <Area
                    key={`${each.id} band`}
                    dataKey={`${each.id} band`}
                    type={each.step === true ? 'stepAfter' : 'linear'}
                    stroke="none"
                    fill={chartColour(each.tone)}
                    fillOpacity={0.16}
                    isAnimationActive={false}
                    connectNulls
                  />
                ))}
              {series.map((each, index) =>
                each.area === true ? (
                  <Area
                    key={each.id}
                    dataKey={each.id}
                    type={each.step === true ? 'stepAfter' : 'linear'}
                    stroke={chartColour(each.tone)}
                    strokeWidth={1.5}
                    fill={chartColour(each.tone)}
                    fillOpacity={0.12}
                    isAnimationActive={false}
                    connectNulls
                  />
                ) : (
                  <Line
                    key={each.id}
                    dataKey={each.id}
                    type={each.step === true ? 'stepAfter' : 'linear'}
                    stroke={chartColour(each.tone)}
                    strokeWidth={1.75}
                    strokeDasharray={dashOf(index, each.dashed)}
                    dot={each.points.length < 3}
                    isAnimationActive={false}
                    connectNulls
                  />
                ),
              )}
              {now !== undefined && now > from && now < to && (
                <ReferenceLine
                  x={now}
                  stroke="var(--line-strong)"
                  strokeDasharray="3 3"
                  label={{ value: t('chart.now'), position: 'insideTopLeft', fill: 'var(--muted)', fontSize: 11 }}
                />
              )}
              {marks.map((mark) => (
                <ReferenceLine
                  key={`${mark.at} ${mark.label}`}
                  x={mark.at}
                  stroke="var(--warn)"
                  strokeDasharray="2 2"
                  label={{ value: mark.label, position: 'insideTopRight', fill: 'var(--muted)', fontSize: 11 }}
                />
              ))}
            </ComposedChart>
          </ResponsiveContainer>
        )}
      </div>
    </div>
  )
}
