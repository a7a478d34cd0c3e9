import { useEffect, useRef, type ReactNode } from 'react'

/** The page's one heading. It takes the focus after a navigation, so that a screen reader says where it is. */
export function PageHeader({
  title,
  titleLang,
  lead,
  actions,
}: {
  title: string
  /** Where a service wrote the title, the language it is in. */
  titleLang?: string
  lead?: ReactNode
  actions?: ReactNode
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · SWEN`
  }, [title])
  useEffect(() => {
    // A freshly loaded document keeps the browser's own starting point.
    if (document.documentElement.dataset.navigated === 'true') heading.current?.focus({ preventScroll: true })
    document.documentElement.dataset.navigated = 'true'
  }, [])
  return (
    <div className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-60">
        <h1
          ref={heading}
          tabIndex={-1}
          {...(titleLang === undefined ? {} : { lang: titleLang })}
          className="text-xl font-semibold tracking-tight wrap-anywhere"
        >
          {title}
        </h1>
        {lead !== undefined && <div className="mt-1 text-[13px] text-muted">{lead}</div>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  )
}
