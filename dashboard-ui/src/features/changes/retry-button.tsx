import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { changeQuery } from '@/api/changes'
import { retryChange } from '@/api/control'
import { canSubmit, useUser } from '@/api/session'
import type { Change } from '@/api/types'
import { retryWorkload, workloadQuery } from '@/api/workloads'
import { ReasonDialog, type ReasonTask } from '@/components/domain/reason-dialog'
import { Button } from '@/components/ui/button'
import { toast } from '@/lib/toast'
import { retryOf, type Retry } from './retry-model'
import { useText } from './text'

/** Has a change tried again that did not reach its end, and opens what came of that. */
export function RetryButton({ change, small = false }: { change: Change; small?: boolean }) {
  const t = useText()
  const may = canSubmit(useUser())
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [task, setTask] = useState<ReasonTask | null>(null)
  const retry = retryOf(change)
  if (!may || (retry === null && task === null)) return null
  const again = async (reason: string, key: string) => {
    const opened = await retryChange(change.id, reason, key)
    queries.setQueryData<Change>(
      changeQuery(change.id).queryKey,
      (before) => before && { ...before, retried_by: opened.id },
    )
    queries.setQueryData(changeQuery(opened.id).queryKey, opened)
    toast({ text: t('retry.done', { title: opened.title }) })
    await queries.invalidateQueries({ queryKey: ['changes'] })
    await navigate(`/changes/${opened.id}`)
  }
  const anew = async (workloadId: string, reason: string, key: string) => {
    queries.setQueryData(workloadQuery(workloadId).queryKey, await retryWorkload(workloadId, reason, key))
    toast({ text: t('retry.decided', { workload: workloadId }) })
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['workloads'] }),
      queries.invalidateQueries({ queryKey: ['changes'] }),
    ])
    await navigate(`/workloads/${encodeURIComponent(workloadId)}`)
  }
  const ask = (how: Retry) =>
    setTask({
      title: t('retry.title'),
      description: (
        <>
          <span lang="en" className="block">
            {change.title}
          </span>
          {how.of === 'change' ? t('retry.text') : t('retry.text.workload')}
        </>
      ),
      confirm: t('retry.confirm'),
      what: t('change.what'),
      verb: t('retry.failed'),
      place: `/changes/${change.id}`,
      run: (reason, key) => (how.of === 'change' ? again(reason, key) : anew(how.workloadId, reason, key)),
    })
  return (
    <>
      {retry !== null && (
        <Button
          size={small ? 'sm' : 'md'}
          aria-label={small ? t('retry.of', { title: change.title }) : undefined}
          onClick={() => ask(retry)}
        >
          {t('retry')}
        </Button>
      )}
      <ReasonDialog task={task} onClose={() => setTask(null)} />
    </>
  )
}
