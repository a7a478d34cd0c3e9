import type { ReactNode } from 'react'
import { ScrollRegion } from './scroll-region'
import { cn } from '@/lib/cn'
import { useCommon } from '@/lib/i18n/common'

/** A wide table scrolls in its own frame, which the keyboard can reach. */
export function TableFrame({ label, children }: { label: string; children: ReactNode }) {
  const t = useCommon()
  return (
    <ScrollRegion label={t('table.named', { label })} className="relative overflow-x-auto">
      <table className="w-full border-collapse text-left text-[13px]">{children}</table>
    </ScrollRegion>
  )
}

export function Th({
  children,
  numeric = false,
  sort,
  className,
}: {
  children: ReactNode
  numeric?: boolean
  sort?: 'ascending' | 'descending' | 'none' | undefined
  className?: string
}) {
  return (
    <th
      scope="col"
      aria-sort={sort}
      className={cn(
        'border-b bg-surface px-3 py-2 text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4',
        numeric && 'text-right',
        className,
      )}
    >
      {children}
    </th>
  )
}

export function Td({
  children,
  numeric = false,
  className,
}: {
  children: ReactNode
  numeric?: boolean
  className?: string
}) {
  return (
    <td
      className={cn(
        'border-b px-3 py-2 align-top first:pl-4 last:pr-4',
        numeric && 'num text-right whitespace-nowrap',
        className,
      )}
    >
      {children}
    </td>
  )
}
