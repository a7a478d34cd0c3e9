import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode, type SyntheticEvent } from 'react'
import { keepReason, takeReason } from '@/api/step-up'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, TextArea } from '@/components/ui/field'
import { MutationError } from '@/components/ui/mutation-error'
import { createKeyring } from '@/lib/ids'
import { useDomain } from './text'

export type ReasonTask = {
  title: string
  description?: ReactNode
  /** What the button says. */
  confirm: string
  danger?: boolean
  hint?: string
  /** Whether it may be done without saying why. */
  optional?: boolean
  /** Names the thing in an error: "The pin was not released". */
  what: string
  verb: string
  /** Where to come back to from the second factor. */
  place: string
  /** Sends it; the key marks this one intent. */
  run: (reason: string, idempotencyKey: string) => Promise<unknown>
  /** More fields above the reason. */
  fields?: ReactNode
}

const longest = 500

/** Asks why before something is done that others have to understand later. */
export function ReasonDialog({ task, onClose }: { task: ReasonTask | null; onClose: () => void }) {
  return (
    <Dialog
      open={task !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={task?.title ?? ''}
      description={task?.description}
    >
      {task !== null && <ReasonForm task={task} onClose={onClose} />}
    </Dialog>
  )
}

function ReasonForm({ task, onClose }: { task: ReasonTask; onClose: () => void }) {
  const t = useDomain()
  const [keyFor] = useState(() => createKeyring())
  const [reason, setReason] = useState(() => takeReason(task.place))
  const [missing, setMissing] = useState(false)
  const sending = useMutation({
    mutationFn: (text: string) => task.run(text, keyFor({ task: task.title, text })),
    onSuccess: onClose,
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const text = reason.trim()
    const lacks = text === '' && task.optional !== true
    setMissing(lacks)
    if (!lacks) sending.mutate(text)
  }
  return (
    <form noValidate className="mt-4 space-y-4" onSubmit={submit}>
      {task.fields}
      <Field
        label={t('reason')}
        required={task.optional !== true}
        hint={task.hint ?? t('reasonHint')}
        error={missing && reason.trim() === '' ? t('reasonMissing') : undefined}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={longest}
            aria-required={task.optional !== true}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {sending.isError && (
        <MutationError
          error={sending.error}
          what={task.what}
          verb={task.verb}
          place={task.place}
          onLeave={() => keepReason(task.place, reason)}
        />
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('back')}</Button>
        <Button type="submit" variant={task.danger === true ? 'danger' : 'primary'} disabled={sending.isPending}>
          {sending.isPending ? t('sending') : task.confirm}
        </Button>
      </div>
    </form>
  )
}
