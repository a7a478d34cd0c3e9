import { isDomainTimeKnown, useNow } from '@/lib/clock'
import { formatAge, formatInstant } from '@/lib/format'
import { useWallNow } from '@/lib/wall-clock'

/** An age with the full instant and its zone on hover. */
export function Age({ instant }: { instant: string }) {
  const now = useNow()
  // A fast clock is ahead of the wall's: before it is known, what is past would look as if it were to come.
  const ahead = !isDomainTimeKnown() && Date.parse(instant) > now + 5000
  return (
    <time dateTime={instant} title={formatInstant(instant)} className="num whitespace-nowrap">
      {ahead ? formatInstant(instant) : formatAge(instant, now)}
    </time>
  )
}

/** The age of what happens by the wall's clock however fast the platform's runs: logins, keys, records. */
export function WallAge({ instant }: { instant: string }) {
  const now = useWallNow()
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
