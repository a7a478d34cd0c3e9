import { useId, type ReactNode } from 'react'
import { Link } from 'react-router'
import { cn } from '@/lib/cn'

type CardProps = {
  title?: ReactNode
  actions?: ReactNode
  note?: ReactNode
  children: ReactNode
  className?: string
  flush?: boolean
  /** The heading's level; pages have the one h1. */
  level?: 2 | 3
}

export function Card({ title, actions, note, children, className, flush = false, level = 2 }: CardProps) {
  const id = useId()
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section
      {...(title === undefined ? {} : { 'aria-labelledby': id })}
      className={cn('min-w-0 rounded-lg border bg-surface shadow-card', className)}
    >
      {title !== undefined && (
        <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2">
          <Heading id={id} className="text-[13px] font-semibold">
            {title}
          </Heading>
          {note !== undefined && <div className="text-xs text-muted">{note}</div>}
          {actions !== undefined && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={flush ? undefined : 'p-4'}>{children}</div>
    </section>
  )
}

/** One labelled figure; where it comes from is one click away. */
export function Stat({
  label,
  value,
  hint,
  to,
  trend,
  className,
}: {
  label: ReactNode
  value: ReactNode
  hint?: ReactNode
  /** The page the figure is taken from. */
  to?: string
  /** How it moved, as a small note beside it. */
  trend?: ReactNode
  className?: string
}) {
  return (
    <div className={cn('min-w-0', className)}>
      <div className="flex min-h-5 flex-wrap items-center gap-1.5 text-xs text-muted">{label}</div>
      <div className="num mt-1 text-xl leading-tight font-semibold tracking-tight">
        {to === undefined ? (
          value
        ) : (
          <Link to={to} className="underline-offset-4 hover:underline">
            {value}
          </Link>
        )}
        {trend !== undefined && <span className="ml-2 text-xs font-normal text-muted">{trend}</span>}
      </div>
      {hint !== undefined && <div className="mt-1 text-xs text-muted">{hint}</div>}
    </div>
  )
}
