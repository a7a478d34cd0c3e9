import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { envelopesQuery, revokeEnvelope, type Envelope } from '@/api/approvals'
import { canJudge, useUser } from '@/api/session'
import { Amount } from '@/components/domain/amount'
import { FilterFlag } from '@/components/domain/filter-flag'
import { ReasonDialog, type ReasonTask } from '@/components/domain/reason-dialog'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Instant } from '@/components/ui/time'
import { useNow } from '@/lib/clock'
import { useRefreshInterval } from '@/lib/live/live-context'
import { toast } from '@/lib/toast'
import { flag, useUrlState } from '@/lib/url-state'
import { ApprovalsLayout } from './approvals-layout'
import { envelopeState, type EnvelopeState } from './standing'
import { useText } from './text'

const schema = { all: flag() }
const tones: Record<EnvelopeState, Tone> = { usable: 'good', used: 'neutral', expired: 'neutral', revoked: 'bad' }

/** What approvers allowed beforehand, so that what was lost is replaced without waiting for them. */
export function EnvelopesPage() {
  const t = useText()
  const now = useNow()
  const may = canJudge(useUser())
  const [state, set] = useUrlState(schema)
  const queries = useQueryClient()
  const query = useInfiniteQuery({ ...envelopesQuery(state.all), refetchInterval: useRefreshInterval(60_000) })
  const [task, setTask] = useState<ReasonTask | null>(null)
  const revoke = (envelope: Envelope) =>
    setTask({
      title: t('envelope.revoke.title'),
      description: t('envelope.revoke.text', { names: envelope.workload_ids.join(', ') }),
      confirm: t('envelope.revoke.confirm'),
      danger: true,
      what: t('envelope.what'),
      verb: t('notRevoked'),
      place: '/approvals/envelopes',
      run: async (reason, key) => {
        await revokeEnvelope(envelope.id, reason, key)
        toast({ text: t('envelope.revoked', { names: envelope.workload_ids.join(', ') }) })
        await queries.invalidateQueries({ queryKey: ['envelopes'] })
      },
    })
  const columns: RecordColumn<Envelope>[] = [
    {
      id: 'workloads',
      header: t('envelope.workloads'),
      value: (row) => row.workload_ids.join(' '),
      cell: (row) => (
        <>
          {row.workload_ids.map((id) => (
            <Link
              key={id}
              to={`/workloads/${encodeURIComponent(id)}`}
              className="block font-medium text-accent underline-offset-2 hover:underline"
            >
              {id}
            </Link>
          ))}
          <span className="block text-xs text-muted">
            {row.team} · {row.environment}
          </span>
        </>
      ),
    },
    {
      id: 'state',
      header: t('standing'),
      value: (row) => envelopeState(row, now),
      cell: (row) => {
        const standing = envelopeState(row, now)
        return <Badge tone={tones[standing]}>{t(`standing.${standing}`)}</Badge>
      },
    },
    {
      id: 'cost',
      header: t('envelope.cost'),
      numeric: true,
      value: (row) => Number(row.max_hourly_cost.amount),
      cell: (row) => <Amount money={row.max_hourly_cost} unit="h" />,
    },
    {
      id: 'regions',
      header: t('envelope.regions'),
      value: (row) => row.regions.join(' '),
      className: 'min-w-40',
      cell: (row) => row.regions.join(', '),
    },
    {
      id: 'uses',
      header: t('envelope.uses'),
      numeric: true,
      value: (row) => row.used,
      cell: (row) => t('given', { granted: row.used, required: row.uses }),
    },
    {
      id: 'until',
      header: t('until'),
      value: (row) => row.valid_until,
      cell: (row) => <Instant instant={row.valid_until} />,
    },
    {
      id: 'by',
      header: t('envelope.by'),
      value: (row) => row.granted_by.name,
      cell: (row) => (
        <>
          {row.granted_by.name}
          <Link
            to={`/changes/${row.change_id}`}
            className="block text-xs text-accent underline-offset-2 hover:underline"
          >
            {t('envelope.change')}
          </Link>
        </>
      ),
    },
    {
      id: 'actions',
      header: '',
      className: 'text-right whitespace-nowrap',
      cell: (row) =>
        row.revoked_at !== null ? (
          <span data-raw className="text-xs text-muted">
            {row.revoke_reason}
          </span>
        ) : (
          may &&
          envelopeState(row, now) === 'usable' && (
            <Button
              size="sm"
              aria-label={t('revoke.of', { name: row.workload_ids.join(', ') })}
              onClick={() => revoke(row)}
            >
              {t('revoke')}
            </Button>
          )
        ),
    },
  ]
  return (
    <ApprovalsLayout lead={t('envelopes.lead')}>
      <FilterFlag label={t('envelopes.all')} checked={state.all} onChange={(all) => set({ all })} />
      <Card title={t('area.envelopes')} flush>
        <QueryView
          query={query}
          what={t('area.envelopes')}
          loading={
            <div className="p-4">
              <LoadingLines lines={4} />
            </div>
          }
          isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
          empty={<EmptyState title={t('envelopes.empty')}>{t('envelopes.empty.hint')}</EmptyState>}
        >
          {({ pages }) => (
            <RecordTable
              label={t('area.envelopes')}
              rows={pages.flatMap(({ items }) => items)}
              columns={columns}
              rowId={(row) => row.id}
              csvName="envelopes"
              more={query}
            />
          )}
        </QueryView>
      </Card>
      <ReasonDialog task={task} onClose={() => setTask(null)} />
    </ApprovalsLayout>
  )
}
