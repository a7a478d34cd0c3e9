import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { canSubmit, useUser } from '@/api/session'
import type { Workload } from '@/api/types'
import { actOnWorkload, workloadQuery, type WorkloadAction } from '@/api/workloads'
import { Button } from '@/components/ui/button'
import { Confirm } from '@/components/ui/confirm'
import { ErrorState } from '@/components/ui/states'
import { newKey } from '@/lib/ids'
import { asProblemError } from '@/lib/problem'
import { toast } from '@/lib/toast'
import { isCancellable, isPausable, isRestartable, isResumable, isRetryable } from './list-model'
import { useText } from './text'

type Act = {
  action: WorkloadAction
  fits: (workload: Workload) => boolean
  danger?: boolean
  /** Shown at once; what was there before comes back where the service refuses. */
  expected?: (workload: Workload) => Partial<Workload>
}

const acts: Act[] = [
  {
    action: 'pause',
    fits: isPausable,
    expected: ({ state }) => ({ state: state === 'running' ? 'pausing' : 'paused' }),
  },
  { action: 'resume', fits: isResumable, expected: () => ({ state: 'submitted' }) },
  { action: 'restart', fits: isRestartable },
  { action: 'retry', fits: isRetryable, expected: () => ({ state: 'submitted' }) },
  { action: 'cancel', fits: isCancellable, danger: true, expected: () => ({ cancel_requested: true }) },
]

/** What its state and the person's role allow to be done with a workload. */
export function WorkloadActions({ workload }: { workload: Workload }) {
  const user = useUser()
  if (!canSubmit(user)) return null
  return acts.map((act) => <ActButton key={act.action} act={act} workload={workload} />)
}

function ActButton({ act: { action, fits, danger = false, expected }, workload }: { act: Act; workload: Workload }) {
  const t = useText()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [key, setKey] = useState(newKey)
  const { queryKey } = workloadQuery(workload.id)
  const asking = useMutation({
    mutationFn: () => actOnWorkload(workload.id, action, key),
    onMutate: async () => {
      await queries.cancelQueries({ queryKey })
      const before = queries.getQueryData(queryKey)
      queries.setQueryData(queryKey, (present) => present && { ...present, ...expected?.(present) })
      return { before }
    },
    onSuccess: async (answer) => {
      setOpen(false)
      setKey(newKey())
      queries.setQueryData(queryKey, answer)
      toast({ text: t(`${action}.asked`, { workload: workload.id }) })
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['workloads'] }),
        queries.invalidateQueries({ queryKey: ['changes'] }),
      ])
    },
    onError: async (error, _, context) => {
      // Whether it was done is not known after an outage: the next try means the same.
      if (!asProblemError(error).isOutage) setKey(newKey())
      if (context?.before !== undefined) queries.setQueryData(queryKey, context.before)
      await queries.invalidateQueries({ queryKey })
    },
  })
  if (!fits(workload) && !open) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t(action)}</Button>
      <Confirm
        open={open}
        onOpenChange={(next) => {
          setOpen(next)
          if (!next) asking.reset()
        }}
        title={t(`${action}.title`, { workload: workload.id })}
        description={t(`${action}.text`)}
        confirm={t(action)}
        keep={t(`${action}.keep`)}
        danger={danger}
        busy={asking.isPending}
        error={
          asking.isError && (
            <ErrorState error={asking.error} what={t('cancel.what')} verb={t(`${action}.verb`)} compact />
          )
        }
        onConfirm={() => asking.mutate()}
      />
    </>
  )
}
