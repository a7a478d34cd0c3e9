import { RefreshCw, Unplug } from 'lucide-react'
import { Dot, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Hint } from '@/components/ui/tooltip'
import { formatClock, formatSpan, humanise } from '@/lib/format'
import { useCommon } from '@/lib/i18n/common'
import { useLiveClient, useLiveState } from '@/lib/live/live-context'
import { useWallNow } from '@/lib/wall-clock'

const bold = (text: string) => <strong className="font-semibold text-bad">{text}</strong>

/** How fresh the page is: live, trying to be, or partly in the dark. */
export function ConnectionState() {
  const t = useCommon()
  const { connection, lostAt, outages } = useLiveState()
  const now = useWallNow()
  let tone: Tone = 'neutral'
  let text = t('live.connecting')
  let detail = t('live.connecting.hint')
  if (connection === 'reconnecting') {
    tone = 'warn'
    text = t('live.reconnecting')
    detail =
      lostAt === null
        ? t('live.reconnecting.hint')
        : t('live.reconnecting.since', { span: formatSpan(Math.max(0, Math.round((now - lostAt) / 1000))) })
  } else if (outages.length > 0) {
    tone = 'bad'
    text = t('live.outage')
    detail = t('live.outage.hint', { services: outages.map((outage) => humanise(outage.service)).join(', ') })
  } else if (connection === 'live') {
    tone = 'good'
    text = t('live.live')
    detail = t('live.live.hint')
  }
  return (
    <Hint content={detail} className="inline-flex h-8 items-center gap-1.5 px-2 text-xs text-muted hover:bg-sunken">
      <Dot tone={tone} pulse={tone === 'warn'} />
      <span role="status" data-testid="connection" data-connection={connection}>
        {text}
      </span>
    </Hint>
  )
}

/** Outages take room at the top: a page with holes has to say so. */
export function OutageBanner() {
  const t = useCommon()
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
          {outage.since === null
            ? t.rich('outage.of', { b: bold, service: humanise(outage.service) })
            : t.rich('outage.since', { b: bold, service: humanise(outage.service), at: formatClock(outage.since) })}
        </span>
      ))}
      {longLost && (
        <>
          <span>{t.rich('outage.line', { b: bold, at: formatClock(lostAt) })}</span>
          <Button size="sm" onClick={() => client?.retryNow()}>
            <RefreshCw className="size-3.5" aria-hidden="true" />
            {t('outage.retry')}
          </Button>
        </>
      )}
    </div>
  )
}
