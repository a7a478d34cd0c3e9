import { Link } from 'react-router'
import { Sheet } from '@/components/ui/sheet'
import { useCommon } from '@/lib/i18n/common'
import type { Place } from '@/lib/routes'

/** What has no room in a phone's bar. */
export default function MorePlaces({ places, onClose }: { places: Place[]; onClose: () => void }) {
  const t = useCommon()
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={t('nav.all')}
    >
      <ul className="grid grid-cols-2 gap-2">
        {places.map(({ to, label, icon: Icon, count: Count }) => (
          <li key={to}>
            <Link
              to={to}
              onClick={onClose}
              className="relative flex min-h-12 items-center gap-2.5 rounded-lg border bg-surface px-3 text-[13px] font-medium hover:bg-sunken"
            >
              <Icon className="size-4 shrink-0 text-muted" aria-hidden="true" />
              {t(label)}
              {Count !== undefined && <Count />}
            </Link>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
