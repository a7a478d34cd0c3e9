import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { OctagonAlert } from 'lucide-react'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { breakGlass } from '@/api/approvals'
import { changeQuery } from '@/api/changes'
import { keepReason, takeReason } from '@/api/step-up'
import type { Change } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, TextArea } from '@/components/ui/field'
import { MutationError } from '@/components/ui/mutation-error'
import { placeErrors } from '@/lib/form-errors'
import { formatNumber } from '@/lib/format'
import { createKeyring } from '@/lib/ids'
import { toast } from '@/lib/toast'
import { breakGlassSchema, longestReason, shortestReason, type BreakGlassForm } from './break-glass-form'
import { PlanCost } from './plan-view'
import { useDomain } from './text'

/** Warns, asks why, and binds what is done to the plan that was on the screen when the dialog opened. */
export default function BreakGlassDialog({
  change,
  place,
  onClose,
}: {
  change: Change
  place: string
  onClose: () => void
}) {
  const t = useDomain()
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={t('glass.title')}
      description={<span lang="en">{change.title}</span>}
    >
      <Fields change={change} place={place} onClose={onClose} />
    </Dialog>
  )
}

function Fields({ change, place, onClose }: { change: Change; place: string; onClose: () => void }) {
  const t = useDomain()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [plan] = useState(change.plan)
  const kept = `${place} break-glass`
  const [start] = useState(() => takeReason(kept))
  const form = useForm<BreakGlassForm>({
    resolver: zodResolver(breakGlassSchema),
    defaultValues: { reason: start, understood: false },
    mode: 'onTouched',
  })
  const reason = useWatch({ control: form.control, name: 'reason' })
  const replanned = plan?.hash !== change.plan?.hash
  const breaking = useMutation({
    mutationFn: (asked: { reason: string; plan_hash: string }) => breakGlass(change.id, asked, keyFor(asked)),
    onSuccess: async (answer) => {
      onClose()
      queries.setQueryData(changeQuery(change.id).queryKey, answer)
      toast({ text: t('glass.done', { title: change.title }) })
      await queries.invalidateQueries({ queryKey: ['changes'] })
    },
    onError: async (error) => {
      placeErrors<BreakGlassForm>(error, { reason: 'reason' }, form.setError)
      await queries.invalidateQueries({ queryKey: changeQuery(change.id).queryKey })
    },
  })
  const { errors } = form.formState
  const submit = form.handleSubmit((values) => {
    if (plan !== null && !replanned) breaking.mutate({ reason: values.reason.trim(), plan_hash: plan.hash })
  })
  return (
    <form noValidate className="mt-4 space-y-4" onSubmit={(event) => void submit(event)}>
      <div role="alert" className="flex gap-3 rounded-md border border-bad bg-bad-soft p-4 text-[13px]">
        <OctagonAlert className="mt-0.5 size-5 shrink-0 text-bad" aria-hidden="true" />
        <div className="min-w-0 space-y-1">
          <p className="font-semibold text-bad">{t('glass.warning', { environment: change.environment })}</p>
          <p>{t('glass.warning.text')}</p>
          <ul className="list-disc space-y-0.5 pl-4">
            {change.approval !== null && change.approval.granted < change.approval.required && (
              <li>{t('glass.approvals', { granted: change.approval.granted, required: change.approval.required })}</li>
            )}
            {change.held_back !== null && <li lang="en">{change.held_back}</li>}
          </ul>
        </div>
      </div>
      {plan !== null && <PlanCost plan={plan} />}
      {replanned && (
        <p role="alert" className="rounded-md bg-warn-soft p-3 text-[13px]">
          {t('glass.replanned')}
        </p>
      )}
      <Field
        label={t('reason')}
        required
        hint={t('glass.reason.hint', {
          shortest: formatNumber(shortestReason),
          count: formatNumber(reason.trim().length),
        })}
        error={
          errors.reason === undefined
            ? undefined
            : errors.reason.type === 'server'
              ? errors.reason.message
              : t('glass.reason.error', { shortest: shortestReason, longest: longestReason })
        }
      >
        {(control) => (
          <TextArea {...control} rows={4} maxLength={longestReason} aria-required {...form.register('reason')} />
        )}
      </Field>
      <div>
        <label className="flex items-start gap-2 text-[13px]">
          <input
            type="checkbox"
            className="mt-0.5 size-4 shrink-0 accent-accent"
            aria-invalid={errors.understood !== undefined}
            aria-describedby={errors.understood === undefined ? undefined : 'glass-understood'}
            {...form.register('understood')}
          />
          {t('glass.understood')}
        </label>
        {errors.understood !== undefined && (
          <p id="glass-understood" className="mt-1 text-xs font-medium text-bad">
            {t('glass.understood.error')}
          </p>
        )}
      </div>
      {breaking.isError && (
        <MutationError
          error={breaking.error}
          what={t('glass.what')}
          verb={t('glass.failed')}
          place={`${place}?break-glass=true`}
          onLeave={() => keepReason(kept, form.getValues('reason'))}
        />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('back')}</Button>
        <Button type="submit" variant="danger" disabled={breaking.isPending || replanned || plan === null}>
          {breaking.isPending ? t('sending') : t('glass.confirm')}
        </Button>
      </div>
    </form>
  )
}
