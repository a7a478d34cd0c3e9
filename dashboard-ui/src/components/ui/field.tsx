import { useId, type ComponentProps, type ReactNode } from 'react'
import { cn } from '@/lib/cn'
import { useCommon } from '@/lib/i18n/common'

export type ControlProps = { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined }

type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  required?: boolean
  className?: string
  children: (control: ControlProps) => ReactNode
}

/** Label, hint and error around one control, tied together for screen readers. */
export function Field({ label, hint, error, required = false, className, children }: FieldProps) {
  const t = useCommon()
  const id = useId()
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={cn('min-w-0', className)}>
      <label htmlFor={id} className="mb-1 block text-xs font-medium">
        {label}
        {required && <span className="font-normal text-muted">{t('required')}</span>}
      </label>
      {children({
        id,
        'aria-invalid': error !== undefined,
        'aria-describedby': described === '' ? undefined : described,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-muted">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="mt-1 text-xs font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

const control =
  'w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-[13px] text-text placeholder:italic placeholder:text-muted placeholder:opacity-85 aria-invalid:border-bad disabled:opacity-60'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cn(control, 'num h-8', className)} {...rest} />
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cn(control, 'min-h-16 py-1.5', className)} {...rest} />
}

/** The browser's own list: it works on every device and needs no script. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select className={cn(control, 'h-8 pr-1', className)} {...rest} />
}
