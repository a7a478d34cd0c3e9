import type { Offer } from '@/api/types'
import { humanise } from '@/lib/format'
import { OriginBadge, ProviderName, SimulatedBadge, StaleBadge } from './labels'

/** One offer in a line: where, what, how bought. */
export function OfferLine({ offer }: { offer: Offer }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <ProviderName provider={offer.provider} />
      <span className="font-mono text-xs">{offer.instance_type}</span>
      <span className="text-muted">
        {offer.zone.replace(/^[a-z]+:/, '')} · {humanise(offer.purchase_option).toLowerCase()}
      </span>
    </span>
  )
}

/** What has to be known before an offer's price is believed. */
export function OfferMarks({ offer }: { offer: Pick<Offer, 'price_origin' | 'simulated' | 'stale'> }) {
  return (
    <span className="inline-flex flex-wrap gap-1">
      <OriginBadge origin={offer.price_origin} />
      {offer.simulated && offer.price_origin !== 'simulated' && <SimulatedBadge what="The cloud behind this offer" />}
      {offer.stale && <StaleBadge />}
    </span>
  )
}
