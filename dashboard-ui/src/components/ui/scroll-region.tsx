import type { ReactNode } from 'react'

/** A part that scrolls in its own frame; it takes the focus, so that the keyboard can scroll it too. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string
  className: string
  children: ReactNode
}) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolling is the interaction
    <div role="region" aria-label={label} tabIndex={0} className={className}>
      {children}
    </div>
  )
}
