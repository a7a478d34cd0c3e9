import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

export type ButtonSize = 'sm' | 'md' | 'icon' | 'tiny'
export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent border-transparent hover:bg-accent-hover',
  secondary: 'bg-surface text-text border-line hover:bg-sunken',
  ghost: 'border-transparent text-muted hover:bg-sunken hover:text-text',
  danger: 'bg-bad text-on-bad border-transparent hover:bg-bad-hover',
}

const sizes: Record<ButtonSize, string> = {
  sm: 'h-7 px-2 text-xs',
  md: 'h-8 px-3 text-[13px]',
  icon: 'h-8 min-w-8 px-2 text-[13px]',
  tiny: 'size-6',
}

export function buttonClass(variant: ButtonVariant = 'secondary', size: ButtonSize = 'md'): string {
  return cn(
    'inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none transition-colors',
    'disabled:opacity-50 disabled:pointer-events-none aria-disabled:opacity-50 aria-disabled:cursor-not-allowed',
    sizes[size],
    variants[variant],
  )
}

type ButtonProps = ComponentProps<'button'> & { variant?: ButtonVariant; size?: ButtonSize }

export function Button({ variant = 'secondary', size = 'md', type = 'button', className, ...rest }: ButtonProps) {
  return <button type={type} className={cn(buttonClass(variant, size), className)} {...rest} />
}
