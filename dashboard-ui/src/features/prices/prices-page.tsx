import { lazy, Suspense } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { LoadingLines } from '@/components/ui/states'
import { Tabs } from '@/components/ui/tabs'
import { useUrlState } from '@/lib/url-state'
import { OffersTab } from './offers-tab'
import { useText } from './text'
import { viewSchema } from './view'

const Simulator = lazy(() => import('./simulator'))
const OfferSheet = lazy(() => import('./offer-sheet'))

export function PricesPage() {
  const t = useText()
  const [view, set] = useUrlState(viewSchema)
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Tabs
        label={t('tabs')}
        value={view.tab}
        onChange={(tab) => set({ tab }, { push: true })}
        items={[
          { id: 'offers', label: t('tab.offers') },
          {
            id: 'simulator',
            label: t('tab.simulator'),
            ...(view.basket.length > 0 ? { count: view.basket.length } : {}),
          },
        ]}
      >
        {view.tab === 'offers' ? (
          <OffersTab />
        ) : (
          <Suspense fallback={<LoadingLines lines={6} />}>
            <Simulator />
          </Suspense>
        )}
      </Tabs>
      {view.offer !== '' && (
        <Suspense fallback={null}>
          <OfferSheet
            offerId={view.offer}
            onClose={() => set({ offer: '' })}
            onCompare={() =>
              set({ offer: '', tab: 'simulator', basket: [...new Set([...view.basket, view.offer])].slice(0, 6) })
            }
          />
        </Suspense>
      )}
    </>
  )
}
