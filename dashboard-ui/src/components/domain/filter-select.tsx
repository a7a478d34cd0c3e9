import { Field, Select } from '@/components/ui/field'
import { humanise } from '@/lib/format'
import { useCommon } from '@/lib/i18n/common'

/** One of a few words, or all of them. */
export function FilterSelect<T extends string>({
  label,
  value,
  options,
  onChange,
  names = humanise,
  all = true,
  className,
}: {
  label: string
  value: T | ''
  options: readonly T[]
  onChange: (value: T | '') => void
  names?: (option: T) => string
  /** Whether nothing can be chosen. */
  all?: boolean
  className?: string
}) {
  const t = useCommon()
  return (
    <Field label={label} {...(className === undefined ? {} : { className })}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={(event) => onChange(options.find((option) => option === event.target.value) ?? '')}
        >
          {all && <option value="">{t('all')}</option>}
          {options.map((option) => (
            <option key={option} value={option}>
              {names(option)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
