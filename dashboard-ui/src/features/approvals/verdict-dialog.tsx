import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { useForm } from 'react-hook-form'
import { delegationsQuery } from '@/api/approvals'
import { changeQuery, giveVerdict } from '@/api/changes'
import { useUser } from '@/api/session'
import { keepReason, takeReason } from '@/api/step-up'
import type { Change, VerdictRequest } from '@/api/types'
import { PlanCost } from '@/components/domain/plan-view'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Select, TextArea } from '@/components/ui/field'
import { MutationError } from '@/components/ui/mutation-error'
import { useNow } from '@/lib/clock'
import { placeErrors } from '@/lib/form-errors'
import { createKeyring } from '@/lib/ids'
import { toast } from '@/lib/toast'
import { EnvelopeFields } from './envelope-fields'
import { envelopeOf, envelopeSchema, envelopeStart, type EnvelopeForm } from './envelope-form'
import { standsFor } from './standing'
import { useText } from './text'

export type Verdict = 'approve' | 'reject'

const longest = 500

/** Asks for the reason and binds the verdict to the plan that was on the screen when the dialog opened. */
export function VerdictDialog({
  change,
  verdict,
  onClose,
}: {
  change: Change
  verdict: Verdict | null
  onClose: () => void
}) {
  const t = useText()
  return (
    <Dialog
      open={verdict !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={t(verdict === 'reject' ? 'verdict.reject' : 'verdict.approve')}
      description={<span lang="en">{change.title}</span>}
    >
      {verdict !== null && <VerdictForm change={change} verdict={verdict} onClose={onClose} />}
    </Dialog>
  )
}

function VerdictForm({ change, verdict, onClose }: { change: Change; verdict: Verdict; onClose: () => void }) {
  const t = useText()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [plan] = useState(change.plan)
  const place = `/approvals/${encodeURIComponent(change.id)}`
  const [reason, setReason] = useState(() => takeReason(place))
  const [missing, setMissing] = useState(false)
  const [allowing, setAllowing] = useState(false)
  const [onBehalfOf, setOnBehalfOf] = useState('')
  const envelope = useForm<EnvelopeForm>({
    resolver: zodResolver(envelopeSchema),
    defaultValues: envelopeStart(change),
    mode: 'onTouched',
  })
  const user = useUser()
  const delegations = useQuery(delegationsQuery)
  const others = standsFor(delegations.data?.items ?? [], user, change, useNow())
  const replaceable = change.items.some((item) => item.action !== 'teardown')
  const judge = useMutation({
    mutationFn: (request: VerdictRequest) => giveVerdict(change.id, request, keyFor(request)),
    onSuccess: async () => {
      onClose()
      toast({ text: t(`verdict.given.${verdict}`, { title: change.title }) })
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['changes'] }),
        queries.invalidateQueries({ queryKey: ['envelopes'] }),
      ])
    },
    onError: (error) => {
      placeErrors<EnvelopeForm>(
        error,
        {
          'envelope.max_hourly_cost': 'cost',
          'envelope.regions': 'regions',
          'envelope.count': 'count',
          'envelope.valid_for': 'days',
        },
        envelope.setError,
      )
      void queries.invalidateQueries({ queryKey: changeQuery(change.id).queryKey })
    },
  })
  const replanned = plan?.hash !== change.plan?.hash
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const text = reason.trim()
    setMissing(text === '')
    if (text === '' || plan === null || replanned) return
    const request: VerdictRequest = {
      verdict,
      reason: text,
      plan_hash: plan.hash,
      ...(onBehalfOf === '' ? {} : { on_behalf_of: onBehalfOf }),
    }
    if (allowing) void envelope.handleSubmit((terms) => judge.mutate({ ...request, envelope: envelopeOf(terms) }))()
    else judge.mutate(request)
  }
  return (
    <form noValidate className="mt-4 space-y-4" onSubmit={submit}>
      {plan !== null && <PlanCost plan={plan} />}
      {replanned && (
        <p role="alert" className="rounded-md bg-warn-soft p-3 text-[13px]">
          {t.rich('verdict.replanned', {
            b: (inner) => <strong className="font-semibold text-warn">{inner}</strong>,
          })}
        </p>
      )}
      <Field
        label={t('verdict.reason')}
        required
        hint={t('verdict.reason.hint')}
        error={missing && reason.trim() === '' ? t('verdict.reason.missing') : undefined}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={longest}
            aria-required
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            placeholder={t(`verdict.example.${verdict}`)}
          />
        )}
      </Field>
      {others.length > 0 && (
        <Field label={t('verdict.for')} hint={t('verdict.for.hint')}>
          {(control) => (
            <Select {...control} value={onBehalfOf} onChange={(event) => setOnBehalfOf(event.target.value)}>
              <option value="">{t('verdict.for.self')}</option>
              {others.map((other) => (
                <option key={other.actor_id} value={other.actor_id}>
                  {other.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {verdict === 'approve' && replaceable && (
        <>
          <label className="flex items-start gap-2 text-[13px]">
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-accent"
              checked={allowing}
              onChange={(event) => setAllowing(event.target.checked)}
            />
            {t('envelope.allow')}
          </label>
          {allowing && <EnvelopeFields form={envelope} />}
        </>
      )}
      {judge.isError && (
        <MutationError
          error={judge.error}
          what={t('verdict.what')}
          verb={t('verdict.failed')}
          place={`${place}?verdict=${verdict}`}
          onLeave={() => keepReason(place, reason)}
        />
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('verdict.back')}</Button>
        <Button
          type="submit"
          variant={verdict === 'approve' ? 'primary' : 'danger'}
          disabled={judge.isPending || replanned || plan === null}
        >
          {judge.isPending ? t('verdict.sending') : t(verdict)}
        </Button>
      </div>
    </form>
  )
}
