import type { ReactNode } from 'react'
import { SubNav } from '@/components/domain/sub-nav'
import { PageHeader } from '@/components/ui/page-header'
import { useText } from './text'

export function PerformanceLayout({ children }: { children: ReactNode }) {
  const t = useText()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <SubNav
        label={t('areas')}
        places={[
          { to: '/performance', label: t('area.use'), end: true },
          { to: '/performance/latency', label: t('area.latency') },
          { to: '/performance/levels', label: t('area.levels') },
          { to: '/performance/forecasts', label: t('area.forecasts') },
          { to: '/performance/capacity', label: t('area.capacity') },
        ]}
      />
      {children}
    </>
  )
}
