import { DropdownMenu as Radix } from 'radix-ui'
import { Check } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/lib/cn'

const item =
  'flex cursor-default items-center gap-2 rounded-md px-2 py-1.5 outline-none select-none data-highlighted:bg-sunken data-disabled:opacity-50'

export function MenuItem({ className, ...rest }: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item className={cn(item, className)} {...rest} />
}

export function MenuChoices({
  value,
  onChange,
  children,
}: {
  value: string
  onChange: (value: string) => void
  children: ReactNode
}) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onChange}>
      {children}
    </Radix.RadioGroup>
  )
}

export function MenuChoice({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.RadioItem
      value={value}
      className={cn(item, 'pr-7 data-[state=checked]:font-medium data-[state=checked]:text-accent')}
    >
      {children}
    </Radix.RadioItem>
  )
}

/** One of several that may be on together; the menu stays open. */
export function MenuCheck({
  checked,
  onChange,
  children,
}: {
  checked: boolean
  onChange: (on: boolean) => void
  children: ReactNode
}) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={item}
    >
      <Check className={cn('size-3.5 text-accent', !checked && 'invisible')} aria-hidden="true" />
      {children}
    </Radix.CheckboxItem>
  )
}

export const MenuSeparator = () => <Radix.Separator className="my-1 h-px bg-line" />

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 py-1.5 text-xs text-muted">{children}</Radix.Label>
)
