import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { abortRemediation, acknowledgeRemediation, type Remediation, type RemediationState } from '@/api/incidents'
import { hasRole, useUser } from '@/api/session'
import { ReasonDialog, type ReasonTask } from '@/components/domain/reason-dialog'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { MutationError } from '@/components/ui/mutation-error'
import { Age } from '@/components/ui/time'
import { humanise } from '@/lib/format'
import { createKeyring } from '@/lib/ids'
import { useText } from './text'

const tones: Record<RemediationState, Tone> = {
  opened: 'accent',
  held: 'warn',
  requested: 'accent',
  changing: 'accent',
  verifying: 'accent',
  restarting: 'accent',
  resolved: 'good',
  handed_over: 'warn',
  aborted: 'neutral',
  obsolete: 'neutral',
}

/** What automation did or does, with the way to let it go on or to end it. */
export function RepairTable({
  rows,
  place,
  sortParam = 'sort',
}: {
  rows: Remediation[]
  place: string
  sortParam?: string
}) {
  const t = useText()
  const user = useUser()
  const may = hasRole(user, 'operator', 'approver', 'admin')
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [task, setTask] = useState<ReasonTask | null>(null)
  const settle = () => queries.invalidateQueries({ queryKey: ['remediations'] })
  const acknowledging = useMutation({
    mutationFn: (row: Remediation) => acknowledgeRemediation(row.id, keyFor({ ack: row.id, at: row.updated_at })),
    onSettled: settle,
  })
  const abort = (row: Remediation) =>
    setTask({
      title: t('repair.abort.title'),
      description: `${row.workload_id}. ${t('repair.abort.text')}`,
      confirm: t('repair.abort').replace('…', ''),
      danger: true,
      what: t('repair.what'),
      verb: t('repair.notAborted'),
      place,
      run: async (reason, key) => {
        await abortRemediation(row.id, reason, key)
        await settle()
      },
    })
  const columns: RecordColumn<Remediation>[] = [
    {
      id: 'state',
      header: t('state'),
      value: (row) => row.state,
      cell: (row) => <Badge tone={tones[row.state]}>{humanise(row.state)}</Badge>,
    },
    {
      id: 'workload',
      header: t('repair.workload'),
      value: (row) => row.workload_id,
      cell: (row) => (
        <Link
          to={`/workloads/${encodeURIComponent(row.workload_id)}`}
          className="font-medium text-accent underline-offset-2 hover:underline"
        >
          {row.workload_id}
        </Link>
      ),
    },
    {
      id: 'kind',
      header: t('repair.kind'),
      value: (row) => row.kind,
      cell: (row) => (
        <>
          {humanise(row.kind)}
          <span className="block text-xs text-muted">
            {t('repair.runbook')}: <code>{row.runbook}</code>
          </span>
        </>
      ),
    },
    {
      id: 'place',
      header: t('repair.place'),
      value: (row) => row.region,
      cell: (row) => <code className="text-xs">{row.region}</code>,
    },
    {
      id: 'outcome',
      header: t('repair.outcome'),
      value: (row) => row.outcome,
      className: 'min-w-40',
      cell: (row) => (
        <>
          {row.outcome !== null && humanise(row.outcome)}{' '}
          {row.in_time !== null && (
            <Badge tone={row.in_time ? 'good' : 'bad'}>{t(row.in_time ? 'repair.inTime' : 'repair.late')}</Badge>
          )}
          {row.reason !== null && (
            <span lang="en" className="block text-xs text-muted">
              {row.reason}
            </span>
          )}
        </>
      ),
    },
    {
      id: 'opened',
      header: t('repair.opened'),
      value: (row) => row.opened_at,
      cell: (row) => <Age instant={row.opened_at} />,
    },
    {
      id: 'change',
      header: t('repair.change'),
      value: (row) => row.change_id,
      cell: (row) =>
        row.change_id === null ? (
          '–'
        ) : (
          <Link to={`/changes/${row.change_id}`} className="text-accent underline-offset-2 hover:underline">
            {t('repair.change')}
          </Link>
        ),
    },
    {
      id: 'actions',
      header: '',
      className: 'text-right whitespace-nowrap',
      cell: (row) =>
        may &&
        row.ended_at === null && (
          <span className="inline-flex gap-2">
            {row.state === 'held' && (
              <Button
                size="sm"
                disabled={acknowledging.isPending}
                aria-label={t('repair.ack.of', { name: row.workload_id })}
                onClick={() => acknowledging.mutate(row)}
              >
                {t('repair.ack')}
              </Button>
            )}
            <Button size="sm" aria-label={t('repair.abort.of', { name: row.workload_id })} onClick={() => abort(row)}>
              {t('repair.abort')}
            </Button>
          </span>
        ),
    },
  ]
  return (
    <>
      {acknowledging.isError && (
        <div className="p-3">
          <MutationError
            error={acknowledging.error}
            what={t('repair.what')}
            verb={t('repair.notAcknowledged')}
            place={place}
          />
        </div>
      )}
      <RecordTable
        label={t('repairs')}
        rows={rows}
        columns={columns}
        rowId={(row) => row.id}
        csvName="repairs"
        sortParam={sortParam}
      />
      <ReasonDialog task={task} onClose={() => setTask(null)} />
    </>
  )
}
