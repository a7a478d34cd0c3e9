import { Hammer } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useUser } from '@/api/session'
import type { Change } from '@/api/types'
import { Button } from '@/components/ui/button'
import { mayBreakGlass } from './break-glass-form'
import { useDomain } from './text'

const BreakGlassDialog = lazy(() => import('./break-glass-dialog'))

/** Opens the last resort of an admin: a change applied in spite of missing approvals and freeze windows. */
export function BreakGlassButton({ change, place }: { change: Change; place: string }) {
  const t = useDomain()
  const user = useUser()
  const [params, setParams] = useSearchParams()
  const [open, setOpen] = useState(false)
  const may = mayBreakGlass(user, change)
  // Back from the second factor: the dialog opens as it was left, and the person decides again.
  const resumed = may && params.get('break-glass') === 'true'
  if (!may && !open) return null
  const close = () => {
    setOpen(false)
    if (params.has('break-glass'))
      setParams(
        (before) => {
          before.delete('break-glass')
          return before
        },
        { replace: true, preventScrollReset: true },
      )
  }
  return (
    <>
      {may && (
        <Button onClick={() => setOpen(true)}>
          <Hammer className="size-4" aria-hidden="true" />
          {t('glass.break')}
        </Button>
      )}
      {(open || resumed) && (
        <Suspense fallback={null}>
          <BreakGlassDialog change={change} place={place} onClose={close} />
        </Suspense>
      )}
    </>
  )
}
