/** Whether a list shows more, or less, than it does by itself. */
export function FilterFlag({
  label,
  checked,
  onChange,
  className = 'mb-3',
}: {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  className?: string
}) {
  return (
    <label className={`${className} inline-flex items-center gap-2 text-[13px]`}>
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  )
}
