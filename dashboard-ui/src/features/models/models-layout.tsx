import type { ReactNode } from 'react'
import { SubNav } from '@/components/domain/sub-nav'
import { PageHeader } from '@/components/ui/page-header'
import { useText } from './text'

export function ModelsLayout({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const t = useText()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={actions} />
      <SubNav
        label={t('areas')}
        places={[
          { to: '/models', label: t('area.versions'), end: true },
          { to: '/models/calibration', label: t('area.calibration') },
        ]}
      />
      {children}
    </>
  )
}
