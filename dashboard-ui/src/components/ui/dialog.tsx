import { Dialog as Radix } from 'radix-ui'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'
import { useCommon } from '@/lib/i18n/common'

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children: ReactNode
  wide?: boolean
}

/** A modal dialog. The dimmed ground is ours: Radix's own writes a style element, which a strict policy refuses. */
export function Dialog({ open, onOpenChange, title, description, children, wide = false }: DialogProps) {
  const t = useCommon()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-black/45" aria-hidden="true" />
        <Radix.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className={cn(
            'fixed inset-x-3 top-[8dvh] z-50 mx-auto max-h-[84dvh] overflow-y-auto rounded-xl border bg-raised p-5 shadow-raised focus:outline-none',
            wide ? 'max-w-4xl' : 'max-w-lg',
          )}
        >
          <div className="flex items-start gap-3">
            <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
            <Radix.Close
              aria-label={t('close')}
              className="-mt-1 -mr-1 ml-auto grid size-7 place-items-center rounded-md text-muted hover:bg-sunken hover:text-text"
            >
              <X className="size-4" aria-hidden="true" />
            </Radix.Close>
          </div>
          {description !== undefined && (
            <Radix.Description asChild>
              <div className="mt-1 text-[13px] text-muted">{description}</div>
            </Radix.Description>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
