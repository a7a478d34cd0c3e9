import type { Offer } from '@/api/types'
import { humaniseInside } from '@/lib/format'
import { useCommon } from '@/lib/i18n/common'
import { OriginBadge, ProviderName, SimulatedBadge, StaleBadge } from './labels'

/** One offer in a line: where, what, how bought. */
export function OfferLine({ offer }: { offer: Offer }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <ProviderName provider={offer.provider} />
      <span className="font-mono text-xs">{offer.instance_type}</span>
      <span className="text-muted">
        {offer.zone.replace(/^[a-z]+:/, '')} · {humaniseInside(offer.purchase_option)}
      </span>
    </span>
  )
}

/** What has to be known before an offer's price is believed. */
export function OfferMarks({ offer }: { offer: Pick<Offer, 'price_origin' | 'simulated' | 'stale'> }) {
  const t = useCommon()
  return (
    <span className="inline-flex flex-wrap gap-1">
      <OriginBadge origin={offer.price_origin} />
      {offer.simulated && offer.price_origin !== 'simulated' && <SimulatedBadge what={t('simulated.offer')} />}
      {offer.stale && <StaleBadge />}
    </span>
  )
}
