import type { ReactNode } from 'react'
import { SubNav } from '@/components/domain/sub-nav'
import { PageHeader } from '@/components/ui/page-header'
import { useText } from './text'

export function IncidentsLayout({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const t = useText()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={actions} />
      <SubNav
        label={t('areas')}
        places={[
          { to: '/incidents', label: t('area.incidents'), end: true },
          { to: '/incidents/alerts', label: t('area.alerts') },
          { to: '/incidents/silences', label: t('area.silences') },
          { to: '/incidents/anomalies', label: t('area.anomalies') },
          { to: '/incidents/repairs', label: t('area.repairs') },
          { to: '/incidents/rules', label: t('area.rules') },
        ]}
      />
      {children}
    </>
  )
}
