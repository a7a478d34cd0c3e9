import type { ReactNode } from 'react'
import { canSeeUsers, useUser } from '@/api/session'
import { SubNav } from '@/components/domain/sub-nav'
import { PageHeader } from '@/components/ui/page-header'
import { useText } from './text'

export function SettingsLayout({
  lead,
  actions,
  children,
}: {
  lead: string
  actions?: ReactNode
  children: ReactNode
}) {
  const t = useText()
  const seesUsers = canSeeUsers(useUser())
  return (
    <>
      <PageHeader title={t('title')} lead={lead} actions={actions} />
      <SubNav
        label={t('areas')}
        places={[
          { to: '/settings/security', label: t('area.security') },
          ...(seesUsers ? [{ to: '/settings/users', label: t('area.users') }] : []),
          { to: '/settings/automation', label: t('area.automation') },
          { to: '/settings/policies', label: t('area.policies') },
          { to: '/settings/connections', label: t('area.connections') },
          ...(seesUsers ? [{ to: '/settings/keys', label: t('area.keys') }] : []),
          { to: '/costs/budgets', label: t('area.budgets') },
        ]}
      />
      {children}
    </>
  )
}
