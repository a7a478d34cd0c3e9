import { Dialog as Radix } from 'radix-ui'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'
import { useCommon } from '@/lib/i18n/common'

/** A side page over the page: from the right, on a phone from below. */
export function Sheet({
  open,
  onOpenChange,
  title,
  description,
  children,
  wide = false,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children: ReactNode
  wide?: boolean
}) {
  const t = useCommon()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-black/45" aria-hidden="true" />
        <Radix.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className={cn(
            'fixed z-50 flex flex-col border bg-raised shadow-raised focus:outline-none',
            'max-md:inset-x-0 max-md:bottom-0 max-md:max-h-[88dvh] max-md:rounded-t-xl md:inset-y-0 md:right-0',
            wide ? 'md:w-[min(56rem,90vw)]' : 'md:w-[26rem]',
          )}
        >
          <div className="flex items-start gap-3 border-b px-5 py-3.5">
            <div className="min-w-0">
              <Radix.Title className="text-base font-semibold wrap-anywhere">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description asChild>
                  <div className="mt-0.5 text-[13px] text-muted">{description}</div>
                </Radix.Description>
              )}
            </div>
            <Radix.Close
              aria-label={t('close')}
              className="ml-auto grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-text"
            >
              <X className="size-4" aria-hidden="true" />
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto p-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
