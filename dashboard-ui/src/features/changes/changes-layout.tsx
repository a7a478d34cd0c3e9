import type { ReactNode } from 'react'
import { SubNav } from '@/components/domain/sub-nav'
import { PageHeader } from '@/components/ui/page-header'
import { ControlState } from './control-state'
import { useText } from './text'

export function ChangesLayout({ children }: { children: ReactNode }) {
  const t = useText()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <ControlState />
      <SubNav
        label={t('areas')}
        places={[
          { to: '/changes', label: t('area.list'), end: true },
          { to: '/changes/board', label: t('area.board') },
          { to: '/changes/pins', label: t('area.pins') },
        ]}
      />
      {children}
    </>
  )
}
