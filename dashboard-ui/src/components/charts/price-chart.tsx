import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { HistoricPrice } from '@/api/types'
import { formatClock, formatInstant, formatMoney } from '@/lib/format'

type Row = { at: number; price: number; point: HistoricPrice }

function PriceTip({ active, payload }: { active?: boolean; payload?: readonly { payload?: unknown }[] }) {
  const row = payload?.[0]?.payload as Row | undefined
  if (active !== true || row === undefined) return null
  return (
    <div className="rounded-md border bg-raised px-2 py-1 text-xs shadow-raised">
      <div className="num font-medium">{formatMoney(row.point.price, 'h')}</div>
      <div className="text-muted">{formatInstant(row.point.published_at)}</div>
    </div>
  )
}

/** A price over time as steps: it holds until the next one is observed. */
export default function PriceChart({
  points,
  colour,
  label,
}: {
  points: HistoricPrice[]
  colour: string
  label: string
}) {
  const rows: Row[] = points.map((point) => ({
    at: Date.parse(point.published_at),
    price: Number(point.price.amount),
    point,
  }))
  const prices = rows.map((row) => row.price)
  const low = Math.min(...prices)
  const high = Math.max(...prices)
  const pad = Math.max((high - low) * 0.25, high * 0.01)
  const gradient = `price-${colour.replace(/\W/g, '')}`
  return (
    <div role="img" aria-label={label} className="h-36">
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart data={rows} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <defs>
            <linearGradient id={gradient} x1="0" y1="0" x2="0" y2="1">
              <stop offset="0" stopColor={colour} stopOpacity={0.22} />
              <stop offset="1" stopColor={colour} stopOpacity={0} />
            </linearGradient>
          </defs>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={['dataMin', 'dataMax']}
            tickFormatter={(at: number) => formatClock(at)}
            tick={{ fill: 'var(--muted)', fontSize: 11 }}
            tickLine={false}
            axisLine={false}
            minTickGap={48}
          />
          <YAxis
            domain={[Math.max(0, low - pad), high + pad]}
            width={56}
            tickFormatter={(value: number) => value.toFixed(high < 1 ? 4 : 2)}
            tick={{ fill: 'var(--muted)', fontSize: 11 }}
            tickLine={false}
            axisLine={false}
            tickCount={3}
          />
          <Tooltip content={PriceTip} cursor={{ stroke: 'var(--line-strong)' }} />
          <Area
            dataKey="price"
            type="stepAfter"
            stroke={colour}
            strokeWidth={1.5}
            fill={`url(#${gradient})`}
            isAnimationActive={false}
            dot={rows.length === 1}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  )
}
