import { chartColour, dashes, type ChartTone } from '@/lib/colours'

/** How the line at a place is drawn, so that it is told from the others without colour. */
export const dashOf = (index: number, dashed = false): string =>
  dashed ? '4 3' : (dashes[index % dashes.length] ?? '')

/** What each line of a chart stands for, drawn as the line is. */
export function Legend({
  entries,
}: {
  entries: readonly { id: string; label: string; tone: ChartTone; dashed?: boolean | undefined }[]
}) {
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {entries.map(({ id, label, tone, dashed }, index) => (
        <li key={id} className="flex items-center gap-1.5">
          <svg aria-hidden="true" width="18" height="6">
            <line
              x1="0"
              x2="18"
              y1="3"
              y2="3"
              stroke={chartColour(tone)}
              strokeWidth="2"
              strokeDasharray={dashOf(index, dashed)}
            />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  )
}
