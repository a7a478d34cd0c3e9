import type { ReactNode } from 'react'
import { useCommon } from '@/lib/i18n/common'
import { Button } from './button'
import { Dialog } from './dialog'

/** Asks before what cannot be taken back. */
export function Confirm({
  open,
  onOpenChange,
  title,
  description,
  confirm,
  keep,
  danger = false,
  busy = false,
  error,
  children,
  onConfirm,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description: ReactNode
  /** What the button does, as a verb. */
  confirm: string
  keep?: string
  danger?: boolean
  busy?: boolean
  /** Why it did not work, drawn by the caller. */
  error?: ReactNode
  children?: ReactNode
  onConfirm: () => void
}) {
  const t = useCommon()
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={description}>
      {children !== undefined && <div className="mt-4">{children}</div>}
      {error !== undefined && error !== null && <div className="mt-4">{error}</div>}
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>{keep ?? t('cancel')}</Button>
        <Button variant={danger ? 'danger' : 'primary'} disabled={busy} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  )
}
