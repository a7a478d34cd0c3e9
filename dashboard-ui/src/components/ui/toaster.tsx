import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { cn } from '@/lib/cn'
import { useCommon } from '@/lib/i18n/common'
import { dismissToast, toast, useToasts, type Toast } from '@/lib/toast'
import { Button } from './button'

const icons = { good: CircleCheck, bad: CircleAlert, info: Info }
const colours = { good: 'text-good', bad: 'text-bad', info: 'text-info' }
/** Long enough to read it and to reach the button (WCAG 2.2.1); a pointer or the focus on it stops the time. */
const shownMs = 8_000

function Message({ message }: { message: Toast }) {
  const t = useCommon()
  const [held, setHeld] = useState(false)
  const [busy, setBusy] = useState(false)
  const Icon = icons[message.tone]
  useEffect(() => {
    if (held || busy || message.tone === 'bad') return
    const timer = setTimeout(() => dismissToast(message.id), shownMs)
    return () => clearTimeout(timer)
  }, [held, busy, message])
  const { undo } = message
  return (
    // It is no control: it only stays while somebody is at it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className="pointer-events-auto flex items-start gap-2.5 rounded-lg border bg-raised px-3.5 py-2.5 text-[13px] shadow-raised"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon className={cn('mt-0.5 size-4 shrink-0', colours[message.tone])} aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere">{message.text}</p>
        {message.detail !== undefined && <p className="mt-0.5 text-xs wrap-anywhere text-muted">{message.detail}</p>}
      </div>
      {undo !== undefined && (
        <Button
          size="sm"
          disabled={busy}
          onClick={() => {
            setBusy(true)
            Promise.resolve(undo()).then(
              () => dismissToast(message.id),
              (error: unknown) => {
                dismissToast(message.id)
                toast({
                  tone: 'bad',
                  text: t('toast.failed'),
                  ...(error instanceof Error ? { detail: error.message } : {}),
                })
              },
            )
          }}
        >
          {t('undo')}
        </Button>
      )}
      <button
        type="button"
        aria-label={t('close')}
        className="grid size-6 shrink-0 place-items-center rounded text-muted hover:bg-sunken hover:text-text"
        onClick={() => dismissToast(message.id)}
      >
        <X className="size-3.5" aria-hidden="true" />
      </button>
    </li>
  )
}

export function Toaster() {
  const t = useCommon()
  const toasts = useToasts()
  return (
    <section
      aria-label={t('toast.region')}
      className="pointer-events-none fixed right-3 bottom-3 left-3 z-[60] mx-auto max-w-sm max-md:bottom-20 sm:left-auto"
    >
      <div role="status">
        {toasts.length > 0 && (
          <ul className="space-y-2">
            {toasts.map((each) => (
              <Message key={each.id} message={each} />
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
