import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { formatNumber } from '@/lib/format'

export type Tab<T extends string> = { id: T; label: string; count?: number }

/** Parts of a page of which one is seen; which one it is belongs into the address. */
export function Tabs<T extends string>({
  label,
  value,
  onChange,
  items,
  children,
}: {
  label: string
  value: T
  onChange: (value: T) => void
  items: readonly Tab<T>[]
  children: ReactNode
}) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => {
        const item = items.find((each) => each.id === next)
        if (item !== undefined) onChange(item.id)
      }}
    >
      <Radix.List aria-label={label} className="mb-4 flex gap-1 overflow-x-auto border-b [scrollbar-width:thin]">
        {items.map((item) => (
          <Radix.Trigger
            key={item.id}
            value={item.id}
            className="-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-2.5 text-[13px] font-medium whitespace-nowrap text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
          >
            {item.label}
            {item.count !== undefined && (
              <span className="num rounded-full bg-sunken px-1.5 text-2xs text-muted">{formatNumber(item.count)}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <Radix.Content value={value} className="focus-visible:outline-offset-4">
        {children}
      </Radix.Content>
    </Radix.Root>
  )
}
