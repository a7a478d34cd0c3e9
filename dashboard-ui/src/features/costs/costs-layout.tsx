import type { ReactNode } from 'react'
import { SubNav } from '@/components/domain/sub-nav'
import { PageHeader } from '@/components/ui/page-header'
import { useText } from './text'

export function CostsLayout({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const t = useText()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={actions} />
      <SubNav
        label={t('areas')}
        places={[
          { to: '/costs', label: t('area.spend'), end: true },
          { to: '/costs/budgets', label: t('area.budgets') },
          { to: '/costs/opportunities', label: t('area.opportunities') },
          { to: '/costs/reports', label: t('area.reports') },
        ]}
      />
      {children}
    </>
  )
}
