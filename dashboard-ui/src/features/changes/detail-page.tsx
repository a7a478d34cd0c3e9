import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { changeQuery } from '@/api/changes'
import { analysisQuery, cancelChange, rollBackChange, type ChangeAnalysis } from '@/api/control'
import { canSubmit, useUser } from '@/api/session'
import type { Change } from '@/api/types'
import { ApprovalFacts } from '@/components/domain/approval-facts'
import { BreakGlassButton } from '@/components/domain/break-glass'
import { ChangeFacts, Commits } from '@/components/domain/change-facts'
import { ChangeStateBadge } from '@/components/domain/labels'
import { PlanActions, PlanCost, PlanCounts, PolicyFindings } from '@/components/domain/plan-view'
import { ReasonDialog, type ReasonTask } from '@/components/domain/reason-dialog'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { StageTrack } from '@/components/domain/stage-track'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Confirm } from '@/components/ui/confirm'
import { MutationError } from '@/components/ui/mutation-error'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age, Instant } from '@/components/ui/time'
import { formatPercent, humanise, humaniseInside } from '@/lib/format'
import { createKeyring } from '@/lib/ids'
import { useRefreshInterval } from '@/lib/live/live-context'
import { ProblemError } from '@/lib/problem'
import { toast } from '@/lib/toast'
import { RetryButton } from './retry-button'
import { useText } from './text'

/** One change on its way: stages with their logs, plan, approval, and the ways to stop or take it back. */
export function ChangePage() {
  const t = useText()
  const { id = '' } = useParams()
  const query = useQuery({ ...changeQuery(id), refetchInterval: useRefreshInterval(30_000) })
  if (query.error instanceof ProblemError && query.error.status === 404) {
    return (
      <>
        <PageHeader title={t('change')} />
        <EmptyState
          title={t('change.none')}
          action={
            <Link to="/changes" className={buttonClass()}>
              {t('change.back')}
            </Link>
          }
        />
      </>
    )
  }
  return (
    <>
      <PageHeader
        title={query.data?.title ?? t('change')}
        {...(query.data === undefined ? {} : { titleLang: 'en' })}
        lead={
          query.data && (
            <span role="status" data-testid="change-state">
              <ChangeStateBadge state={query.data.state} />
            </span>
          )
        }
        actions={query.data && <Actions change={query.data} />}
      />
      <QueryView query={query} what={t('change.what')} loading={<LoadingLines lines={10} />}>
        {(change) => (
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
            <div className="min-w-0 space-y-4">
              <Notices change={change} />
              <Card title={t('workloads')}>
                <Items change={change} />
              </Card>
              {change.plan !== null && (
                <>
                  <Card title={t('plan')} note={<PlanCounts plan={change.plan} />} flush>
                    <div className="border-b p-4">
                      <PlanCost plan={change.plan} />
                    </div>
                    <PlanActions plan={change.plan} />
                  </Card>
                  <Card title={t('policies')}>
                    <PolicyFindings plan={change.plan} />
                  </Card>
                </>
              )}
              <Analysis change={change} />
              <Card title={t('commits')}>
                <Commits change={change} />
              </Card>
              <Card title={t('origin')}>
                <ChangeFacts change={change} />
              </Card>
            </div>
            <div className="min-w-0 space-y-4">
              <Card title={t('stages')}>
                <StageTrack change={change} />
              </Card>
              {change.approval !== null && (
                <Card title={t('approval')}>
                  <ApprovalFacts approval={change.approval} open={change.state === 'awaiting_approval'} />
                </Card>
              )}
            </div>
          </div>
        )}
      </QueryView>
    </>
  )
}

function Actions({ change }: { change: Change }) {
  const t = useText()
  const may = canSubmit(useUser())
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [cancelling, setCancelling] = useState(false)
  const [task, setTask] = useState<ReasonTask | null>(null)
  const key = changeQuery(change.id).queryKey
  const open = change.state === 'running' || change.state === 'awaiting_approval'
  // Shown as cancelled at once, as it was where the service refuses.
  const cancel = useMutation({
    mutationFn: () => cancelChange(change.id, keyFor({ cancel: change.id })),
    onMutate: async () => {
      await queries.cancelQueries({ queryKey: key })
      queries.setQueryData<Change>(key, (before) =>
        before === undefined ? undefined : { ...before, state: 'cancelled' },
      )
      return change
    },
    onError: (_error, _nothing, before) => queries.setQueryData(key, before),
    onSuccess: () => setCancelling(false),
    onSettled: () => queries.invalidateQueries({ queryKey: ['changes'] }),
  })
  const rollBack = () =>
    setTask({
      title: t('rollback.title'),
      description: `${change.title}. ${t('rollback.text')}`,
      confirm: t('rollback.confirm'),
      danger: true,
      what: t('change.what'),
      verb: t('rollback.failed'),
      place: `/changes/${change.id}`,
      run: async (reason, idempotencyKey) => {
        const answer = await rollBackChange(change.id, reason, idempotencyKey)
        const [first] = answer.changes
        toast({ text: first === undefined ? t('rollback.done') : t('rollback.see', { title: first.title }) })
        await Promise.all([
          queries.invalidateQueries({ queryKey: ['changes'] }),
          queries.invalidateQueries({ queryKey: ['pins'] }),
        ])
      },
    })
  return (
    <>
      {change.state === 'awaiting_approval' && (
        <Link to={`/approvals/${change.id}`} className={buttonClass('primary')}>
          {t('openApproval')}
        </Link>
      )}
      <RetryButton change={change} />
      <BreakGlassButton change={change} place={`/changes/${change.id}`} />
      {may && open && <Button onClick={() => setCancelling(true)}>{t('cancel')}</Button>}
      {may && change.state === 'succeeded' && change.merged_commit !== null && (
        <Button onClick={rollBack}>{t('rollback')}</Button>
      )}
      <Confirm
        open={cancelling}
        onOpenChange={setCancelling}
        title={t('cancel.title')}
        description={t('cancel.text')}
        confirm={t('cancel.confirm')}
        keep={t('cancel.keep')}
        danger
        busy={cancel.isPending}
        error={
          cancel.isError && (
            <MutationError
              error={cancel.error}
              what={t('change.what')}
              verb={t('cancel.failed')}
              place={`/changes/${change.id}`}
            />
          )
        }
        onConfirm={() => cancel.mutate()}
      />
      <ReasonDialog task={task} onClose={() => setTask(null)} />
    </>
  )
}

function Notices({ change }: { change: Change }) {
  const t = useText()
  const glass = change.break_glass
  return (
    <>
      <Tries change={change} />
      {change.failure !== null && (
        <div role="status" className="rounded-md bg-bad-soft p-4 text-[13px]">
          <p className="font-semibold text-bad">{t('failedIn', { stage: humaniseInside(change.failure.stage) })}</p>
          <p lang="en" className="mt-0.5 wrap-anywhere">
            {change.failure.detail}
          </p>
          <code className="mt-1 block text-xs">{change.failure.code}</code>
        </div>
      )}
      {change.held_back !== null && (
        <p role="status" className="rounded-md bg-warn-soft p-4 text-[13px]">
          {t.rich('held', { why: <span lang="en">{change.held_back}</span> })}
        </p>
      )}
      {glass !== null && (
        <div role="status" className="rounded-md bg-warn-soft p-4 text-[13px]">
          <p className="font-semibold text-warn">{t('glass')}</p>
          <p className="mt-0.5">
            {t('glass.text', { name: glass.by.name, overridden: glass.overridden.join(', '), reason: glass.reason })}
          </p>
          <p className="mt-0.5">
            {glass.review === null
              ? t('glass.open')
              : t('glass.reviewed', {
                  name: glass.review.by.name,
                  outcome: humaniseInside(glass.review.outcome),
                  note: glass.review.note,
                })}
          </p>
        </div>
      )}
      {change.incident_id !== null && (
        <p className="rounded-md bg-info-soft p-4 text-[13px]">
          {t('incident')}.{' '}
          <Link to={`/incidents/${change.incident_id}`} className="text-accent underline-offset-2 hover:underline">
            {t('incident.open')}
          </Link>
        </p>
      )}
    </>
  )
}

/** The change before that this one tries again, and the one after that does so with this. */
function Tries({ change }: { change: Change }) {
  const t = useText()
  const link = (id: string) => (text: string) => (
    <Link to={`/changes/${id}`} className="text-accent underline underline-offset-2">
      {text}
    </Link>
  )
  return (
    <>
      {change.retries !== null && (
        <p className="rounded-md bg-info-soft p-4 text-[13px]">{t.rich('retry.before', { a: link(change.retries) })}</p>
      )}
      {change.retried_by !== null && (
        <p role="status" className="rounded-md bg-info-soft p-4 text-[13px]">
          {t.rich('retry.after', { a: link(change.retried_by) })}
        </p>
      )}
    </>
  )
}

function Items({ change }: { change: Change }) {
  if (change.items.length === 0)
    return (
      <ul className="space-y-1 text-xs">
        {change.files.map((file) => (
          <li key={file}>
            <code className="wrap-anywhere">{file}</code>
          </li>
        ))}
      </ul>
    )
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-[13px]">
      {change.items.map((item) => (
        <li key={`${item.action} ${item.workload_id}`}>
          {humanise(item.action)}{' '}
          <Link
            to={`/workloads/${encodeURIComponent(item.workload_id)}`}
            className="font-medium text-accent underline-offset-2 hover:underline"
          >
            {item.workload_id}
          </Link>
        </li>
      ))}
    </ul>
  )
}

const watchTones: Record<NonNullable<ChangeAnalysis['watch']>['state'], Tone> = {
  watching: 'accent',
  good: 'good',
  good_by_health: 'good',
  rolled_back: 'bad',
  bad: 'bad',
  overtaken: 'neutral',
}

function Analysis({ change }: { change: Change }) {
  const t = useText()
  const query = useQuery({
    ...analysisQuery(change.id),
    enabled: change.merged_commit !== null,
    refetchInterval: useRefreshInterval(60_000),
  })
  if (change.merged_commit === null) return null
  type Step = ChangeAnalysis['steps'][number]
  const columns: RecordColumn<Step>[] = [
    { id: 'workload', header: t('workloads'), value: (row) => row.workload_id, cell: (row) => row.workload_id },
    { id: 'step', header: t('step'), numeric: true, value: (row) => row.step, cell: (row) => row.step },
    {
      id: 'percent',
      header: t('step.percent'),
      numeric: true,
      value: (row) => row.percent,
      cell: (row) => formatPercent(row.percent),
    },
    {
      id: 'verdict',
      header: t('step.verdict'),
      value: (row) => row.verdict,
      cell: (row) => (row.verdict === null ? '–' : <Badge>{humanise(row.verdict)}</Badge>),
    },
    {
      id: 'begun',
      header: t('step.begun'),
      value: (row) => row.begun_at,
      cell: (row) => <Age instant={row.begun_at} />,
    },
    {
      id: 'evidence',
      header: t('step.evidence'),
      value: (row) => row.evidence.join('; '),
      className: 'min-w-56',
      cell: (row) => <Evidence lines={row.evidence} />,
    },
  ]
  return (
    <Card title={t('analysis')} flush>
      <QueryView
        query={query}
        what={t('analysis.what')}
        loading={
          <div className="p-4">
            <LoadingLines lines={3} />
          </div>
        }
      >
        {({ watch, steps }) => (
          <>
            <div className="p-4 text-[13px]">
              {watch === null ? (
                <p className="text-muted">{t('analysis.none')}</p>
              ) : (
                <>
                  <p className="flex flex-wrap items-center gap-2">
                    <Badge tone={watchTones[watch.state]}>{humanise(watch.state)}</Badge>
                    {t.rich(watch.ended_at === null ? 'analysis.watching' : 'analysis.ended', {
                      until: <Instant instant={watch.ended_at ?? watch.until} />,
                    })}
                  </p>
                  {watch.detail !== null && (
                    <p lang="en" className="mt-1">
                      {watch.detail}
                    </p>
                  )}
                  <Evidence lines={watch.evidence} />
                </>
              )}
            </div>
            {steps.length > 0 && (
              <div className="border-t">
                <RecordTable
                  label={t('steps')}
                  rows={steps}
                  columns={columns}
                  rowId={(row) => `${row.workload_id} ${row.step}`}
                  csvName="roll-out"
                />
              </div>
            )}
          </>
        )}
      </QueryView>
    </Card>
  )
}

function Evidence({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <ul lang="en" className="mt-1 list-disc space-y-0.5 pl-4 text-xs text-muted">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
