import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useFieldArray, useForm } from 'react-hook-form'
import { createSilence, type SilenceMatcher } from '@/api/incidents'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select, TextArea } from '@/components/ui/field'
import { MutationError } from '@/components/ui/mutation-error'
import { domainNow } from '@/lib/clock'
import { createKeyring } from '@/lib/ids'
import { silenceHours, silenceOf, silenceSchema, type SilenceForm } from './silence-form'
import { useText } from './text'

const empty: SilenceMatcher = { label: '', value: '', negate: false }

/** Keeps matching alerts from being told to anybody for a time. */
export function SilenceDialog({
  open,
  start = [],
  place,
  onClose,
}: {
  open: boolean
  start?: SilenceMatcher[]
  place: string
  onClose: () => void
}) {
  const t = useText()
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
      title={t('silence.new.title')}
      description={t('silences.empty.hint')}
    >
      {open && <SilenceFields start={start} place={place} onClose={onClose} />}
    </Dialog>
  )
}

function SilenceFields({ start, place, onClose }: { start: SilenceMatcher[]; place: string; onClose: () => void }) {
  const t = useText()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const form = useForm<SilenceForm>({
    resolver: zodResolver(silenceSchema),
    defaultValues: { matchers: start.length === 0 ? [empty] : start, hours: '4', reason: '' },
  })
  const matchers = useFieldArray({ control: form.control, name: 'matchers' })
  const creating = useMutation({
    mutationFn: (values: SilenceForm) => createSilence(silenceOf(values, domainNow()), keyFor(values)),
    onSuccess: async () => {
      onClose()
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['silences'] }),
        queries.invalidateQueries({ queryKey: ['alerts'] }),
      ])
    },
  })
  const { errors } = form.formState
  return (
    <form
      noValidate
      className="mt-4 space-y-4"
      onSubmit={(event) => void form.handleSubmit((values) => creating.mutate(values))(event)}
    >
      <fieldset>
        <legend className="mb-1 text-xs font-medium">{t('silence.matchers')}</legend>
        <ul className="space-y-2">
          {matchers.fields.map((field, index) => (
            <li key={field.id} className="grid grid-cols-[1fr_auto_1fr_auto] items-center gap-2">
              <Input
                aria-label={t('silence.matcher.label')}
                aria-invalid={errors.matchers?.[index]?.label !== undefined}
                placeholder={t('silence.matcher.label')}
                autoComplete="off"
                {...form.register(`matchers.${index}.label`)}
              />
              <Select
                aria-label={t('silence.matcher.negate')}
                className="w-24"
                {...form.register(`matchers.${index}.negate`, {
                  setValueAs: (value) => value === 'true' || value === true,
                })}
              >
                <option value="false">{t('silence.matcher.is')}</option>
                <option value="true">{t('silence.matcher.isNot')}</option>
              </Select>
              <Input
                aria-label={t('silence.matcher.value')}
                aria-invalid={errors.matchers?.[index]?.value !== undefined}
                placeholder={t('silence.matcher.value')}
                autoComplete="off"
                {...form.register(`matchers.${index}.value`)}
              />
              <Button
                variant="ghost"
                size="icon"
                disabled={matchers.fields.length === 1}
                aria-label={t('silence.matcher.remove', { label: form.getValues(`matchers.${index}.label`) })}
                onClick={() => matchers.remove(index)}
              >
                <X className="size-4" aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
        <p className="mt-1 text-xs text-muted">{t('silence.hint')}</p>
        {errors.matchers !== undefined && (
          <p role="alert" className="mt-1 text-xs font-medium text-bad">
            {t('silence.matcher.error')}
          </p>
        )}
        <Button size="sm" className="mt-2" onClick={() => matchers.append(empty)}>
          <Plus className="size-3.5" aria-hidden="true" />
          {t('silence.matcher.add')}
        </Button>
      </fieldset>
      <Field label={t('silence.duration')}>
        {(control) => (
          <Select {...control} {...form.register('hours')}>
            {silenceHours.map((hours) => (
              <option key={hours} value={hours}>
                {t(`silence.duration.${hours}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label={t('silence.reason')}
        required
        error={errors.reason === undefined ? undefined : t('silence.reason.error')}
      >
        {(control) => <TextArea {...control} rows={2} maxLength={1000} {...form.register('reason')} />}
      </Field>
      {creating.isError && (
        <MutationError error={creating.error} what={t('silence.what')} verb={t('silence.notCreated')} place={place} />
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={creating.isPending}>
          {t(creating.isPending ? 'silence.creating' : 'silence.create')}
        </Button>
      </div>
    </form>
  )
}
