import type { UseFormReturn } from 'react-hook-form'
import { Field, Input } from '@/components/ui/field'
import { envelopeErrors, type EnvelopeForm } from './envelope-form'
import { useText } from './text'

/** What replacements may be and cost without asking again. */
export function EnvelopeFields({ form }: { form: UseFormReturn<EnvelopeForm> }) {
  const t = useText()
  const field = (name: keyof EnvelopeForm, hint: string, className?: string) => {
    const text = form.formState.errors[name]?.message
    const key = envelopeErrors.find((each) => each === text)
    return (
      <Field
        label={t(`envelope.form.${name}`)}
        required
        hint={hint}
        error={key === undefined ? text : t(key)}
        {...(className === undefined ? {} : { className })}
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            inputMode={name === 'regions' ? 'text' : name === 'cost' ? 'decimal' : 'numeric'}
            aria-required
            {...form.register(name)}
          />
        )}
      </Field>
    )
  }
  return (
    <fieldset className="grid gap-4 rounded-md border p-3 sm:grid-cols-3">
      <legend className="px-1 text-xs font-medium">{t('envelope.form')}</legend>
      {field('cost', t('envelope.form.cost.hint'))}
      {field('count', t('envelope.form.count.hint'))}
      {field('days', t('envelope.form.days.hint'))}
      {field('regions', t('envelope.form.regions.hint'), 'sm:col-span-3')}
    </fieldset>
  )
}
