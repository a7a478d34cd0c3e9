import type { ReactNode } from 'react'
import { SubNav } from '@/components/domain/sub-nav'
import { PageHeader } from '@/components/ui/page-header'
import { useText } from './text'

export function ApprovalsLayout({ lead, children }: { lead: ReactNode; children: ReactNode }) {
  const t = useText()
  return (
    <>
      <PageHeader title={t('title')} lead={lead} />
      <SubNav
        label={t('areas')}
        places={[
          { to: '/approvals', label: t('area.inbox'), end: true },
          { to: '/approvals/envelopes', label: t('area.envelopes') },
          { to: '/approvals/delegations', label: t('area.delegations') },
          { to: '/approvals/break-glass', label: t('area.glass') },
        ]}
      />
      {children}
    </>
  )
}
