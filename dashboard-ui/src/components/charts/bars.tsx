import { chartColour, type ChartTone } from '@/lib/colours'

export type BarRow = { id: string; label: string; value: number; tone?: ChartTone }

/** A few values by name, the longest bar for the largest. Drawn without a library: it is on many pages. */
export default function Bars({
  label,
  rows,
  format,
}: {
  label: string
  rows: readonly BarRow[]
  format: (value: number) => string
}) {
  const most = Math.max(...rows.map((row) => Math.abs(row.value)), Number.MIN_VALUE)
  return (
    <div role="img" aria-label={`${label}: ${rows.map((row) => `${row.label} ${format(row.value)}`).join(', ')}`}>
      <ul className="space-y-1.5">
        {rows.map((row) => (
          <li key={row.id} className="grid grid-cols-[minmax(5rem,9rem)_minmax(0,1fr)_auto] items-center gap-3 text-xs">
            <span className="truncate" title={row.label}>
              {row.label}
            </span>
            <span className="h-2.5 overflow-hidden rounded-sm bg-sunken">
              <span
                className="block h-full rounded-sm"
                style={{ width: `${(Math.abs(row.value) / most) * 100}%`, background: chartColour(row.tone ?? 0) }}
              />
            </span>
            <span className="num min-w-16 text-right">{format(row.value)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
