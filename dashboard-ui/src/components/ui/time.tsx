import { useNow } from '@/lib/clock'
import { formatAge, formatInstant } from '@/lib/format'

/** An age with the full instant and its zone on hover. */
export function Age({ instant }: { instant: string }) {
  const now = useNow()
  return (
    <time dateTime={instant} title={formatInstant(instant)} className="num whitespace-nowrap">
      {formatAge(instant, now)}
    </time>
  )
}

export function Instant({ instant }: { instant: string }) {
  return (
    <time dateTime={instant} className="num">
      {formatInstant(instant)}
    </time>
  )
}
