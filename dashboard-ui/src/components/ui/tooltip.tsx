import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { cn } from '@/lib/cn'

const gap = 6
const edge = 8

/** Under its anchor, above it where there is no room, and never over the window's edge. */
export function placeTip(
  anchor: DOMRect,
  tip: { width: number; height: number },
  view: { width: number; height: number },
) {
  const centred = anchor.left + anchor.width / 2 - tip.width / 2
  const left = Math.max(edge, Math.min(centred, view.width - tip.width - edge))
  const below = anchor.bottom + gap
  const top = below + tip.height + edge > view.height ? Math.max(edge, anchor.top - gap - tip.height) : below
  return { left, top }
}

/**
 * A small badge or word that explains itself on hover, focus and touch. Built on the browser's popover, which lies above
 * everything without a portal and costs no library on the first load.
 */
export function Hint({
  content,
  children,
  className,
}: {
  content: ReactNode
  children: ReactNode
  className?: string
}) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const tip = useRef<HTMLSpanElement>(null)
  const [open, setOpen] = useState(false)

  useEffect(() => {
    const element = tip.current
    const button = anchor.current
    if (!open || element === null || button === null) return
    element.showPopover()
    const { width, height } = element.getBoundingClientRect()
    const { left, top } = placeTip(
      button.getBoundingClientRect(),
      { width, height },
      { width: window.innerWidth, height: window.innerHeight },
    )
    element.style.left = `${left}px`
    element.style.top = `${top}px`
    const close = () => setOpen(false)
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close()
    }
    window.addEventListener('scroll', close, { capture: true, passive: true })
    window.addEventListener('keydown', escape)
    return () => {
      window.removeEventListener('scroll', close, { capture: true })
      window.removeEventListener('keydown', escape)
      element.hidePopover()
    }
  }, [open])

  return (
    <span className="inline-flex min-w-0" onPointerEnter={() => setOpen(true)} onPointerLeave={() => setOpen(false)}>
      <button
        ref={anchor}
        type="button"
        aria-describedby={id}
        className={cn('cursor-help rounded text-left', className)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onClick={() => setOpen(true)}
      >
        {children}
      </button>
      <span
        ref={tip}
        id={id}
        role="tooltip"
        popover="manual"
        className="fixed inset-auto m-0 w-max max-w-[min(18rem,calc(100vw-1rem))] rounded-md border bg-raised px-2.5 py-1.5 text-left text-xs leading-snug font-normal whitespace-normal text-text shadow-raised"
      >
        {content}
      </span>
    </span>
  )
}
