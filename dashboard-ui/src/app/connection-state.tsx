import { RefreshCw, Unplug } from 'lucide-react'
import { Dot, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Hint } from '@/components/ui/tooltip'
import { formatClock, formatSpan, humanise } from '@/lib/format'
import { useLiveClient, useLiveState } from '@/lib/live/live-context'
import { useWallNow } from '@/lib/wall-clock'

/** How fresh the page is: live, trying to be, or partly in the dark. */
export function ConnectionState() {
  const { connection, lostAt, outages } = useLiveState()
  const now = useWallNow()
  let tone: Tone = 'neutral'
  let text = 'Connecting'
  let detail = 'Opening the line for live events.'
  if (connection === 'reconnecting') {
    tone = 'warn'
    text = 'Reconnecting'
    const since = lostAt === null ? '' : ` ${formatSpan(Math.max(0, Math.round((now - lostAt) / 1000)))} ago`
    detail = `The line for live events was lost${since}. Pages ask every 10 s meanwhile; missed events are caught up on afterwards.`
  } else if (outages.length > 0) {
    tone = 'bad'
    text = 'Outage'
    detail = `No events from ${outages.map((outage) => outage.service).join(', ')}. What that service owns may be out of date.`
  } else if (connection === 'live') {
    tone = 'good'
    text = 'Live'
    detail = 'Events arrive as they happen.'
  }
  return (
    <Hint content={detail} className="inline-flex h-8 items-center gap-1.5 px-2 text-xs text-muted hover:bg-sunken">
      <Dot tone={tone} pulse={tone === 'warn'} />
      <span role="status" data-testid="connection">
        {text}
      </span>
    </Hint>
  )
}

/** Outages take room at the top: a page with holes has to say so. */
export function OutageBanner() {
  const { connection, lostAt, outages } = useLiveState()
  const client = useLiveClient()
  const now = useWallNow()
  const longLost = connection === 'reconnecting' && lostAt !== null && now - lostAt > 5000
  if (outages.length === 0 && !longLost) return null
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-bad-soft px-4 py-2 text-[13px] md:px-6"
    >
      <Unplug className="size-4 shrink-0 text-bad" aria-hidden="true" />
      {outages.map((outage) => (
        <span key={outage.service}>
          <strong className="font-semibold text-bad">Outage of {humanise(outage.service).toLowerCase()}</strong>
          {outage.since !== null && ` since ${formatClock(outage.since)}`}: what it owns is not being refreshed.
        </span>
      ))}
      {longLost && (
        <>
          <span>
            <strong className="font-semibold text-bad">No live events.</strong> The line to the gateway was lost at{' '}
            {formatClock(lostAt)}.
          </span>
          <Button size="sm" onClick={() => client?.retryNow()}>
            <RefreshCw className="size-3.5" aria-hidden="true" />
            Try now
          </Button>
        </>
      )}
    </div>
  )
}
