import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

export type Fact = { term: ReactNode; value: ReactNode } | null | false

/** Terms with their values, in as many columns as there is room for. */
export function Facts({ items, narrow = false }: { items: Fact[]; narrow?: boolean }) {
  return (
    <dl
      className={cn(
        'grid gap-x-6 gap-y-3',
        narrow
          ? 'grid-cols-[repeat(auto-fill,minmax(min(100%,7.5rem),1fr))]'
          : 'grid-cols-[repeat(auto-fill,minmax(min(100%,11rem),1fr))]',
      )}
    >
      {items.map((item, index) =>
        item === null || item === false ? null : (
          <div key={index} className="min-w-0">
            <dt className="text-xs text-muted">{item.term}</dt>
            <dd className="num mt-0.5 text-[13px] wrap-anywhere">{item.value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}
