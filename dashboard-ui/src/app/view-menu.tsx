import { Languages } from 'lucide-react'
import { lazy } from 'react'
import { Menu } from '@/components/ui/menu'
import { useCommon } from '@/lib/i18n/common'

const ViewChoices = lazy(() => import('./view-choices'))

/** How the pages look to this person: theme, language, density, motion. */
export function ViewMenu() {
  const t = useCommon()
  return (
    <Menu aria-label={t('view.label')} trigger={<Languages className="size-4" aria-hidden="true" />}>
      {() => <ViewChoices />}
    </Menu>
  )
}
