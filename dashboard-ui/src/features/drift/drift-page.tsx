import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  decideDrift,
  driftClasses,
  driftQuery,
  driftStates,
  environmentsQuery,
  type Drift,
  type DriftFilters,
  type DriftState,
} from '@/api/control'
import { canSubmit, useUser } from '@/api/session'
import { FilterFlag } from '@/components/domain/filter-flag'
import { FilterSelect } from '@/components/domain/filter-select'
import { ReasonDialog, type ReasonTask } from '@/components/domain/reason-dialog'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge, Dot, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { humanise } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { choice, flag, text, useUrlState } from '@/lib/url-state'
import { canAccept, canHeal } from './drift-rights'
import { useText } from './text'

const tones: Record<DriftState, Tone> = {
  open: 'warn',
  healing: 'accent',
  handed_over: 'bad',
  accepted: 'neutral',
  healed: 'good',
  gone: 'neutral',
}

const schema = { class: choice(driftClasses), state: choice(driftStates), environment: text(), open: flag() }

/** What runs otherwise than the repository says, and what to do about it. */
export function DriftPage() {
  const t = useText()
  const [state, set] = useUrlState(schema)
  const environments = useQuery(environmentsQuery)
  const filters: DriftFilters = {
    ...(state.class === '' ? {} : { class: state.class }),
    ...(state.state === '' ? {} : { state: state.state }),
    ...(state.environment === '' ? {} : { environment: state.environment }),
    open: state.open,
  }
  const query = useInfiniteQuery({ ...driftQuery(filters), refetchInterval: useRefreshInterval(30_000) })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <search className="mb-3 flex flex-wrap items-end gap-3">
        <FilterSelect
          className="w-40"
          label={t('class')}
          value={state.class}
          options={driftClasses}
          onChange={(next) => set({ class: next })}
        />
        <FilterSelect
          className="w-40"
          label={t('state')}
          value={state.state}
          options={driftStates}
          onChange={(next) => set({ state: next })}
        />
        <FilterSelect
          className="w-40"
          label={t('environment')}
          value={state.environment}
          options={environments.data?.items.map((each) => each.environment) ?? []}
          names={(name) => name}
          onChange={(next) => set({ environment: next })}
        />
        <FilterFlag className="h-8" label={t('open')} checked={state.open} onChange={(open) => set({ open })} />
      </search>
      <Card flush>
        <QueryView
          query={query}
          what={t('what')}
          loading={
            <div className="p-4">
              <LoadingLines lines={8} />
            </div>
          }
          isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
          empty={<EmptyState title={t('empty')}>{t('empty.hint')}</EmptyState>}
        >
          {() => <DriftTable rows={rows} more={query} />}
        </QueryView>
      </Card>
    </>
  )
}

function DriftTable({
  rows,
  more,
}: {
  rows: Drift[]
  more: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}) {
  const t = useText()
  const may = canSubmit(useUser())
  const queries = useQueryClient()
  const [task, setTask] = useState<ReasonTask | null>(null)
  const decide = (row: Drift, action: 'heal' | 'accept') =>
    setTask({
      title: t(`${action}.title`),
      description: (
        <>
          <code className="text-xs">{row.subject}</code>
          <span className="mt-1 block">{t(`${action}.text`)}</span>
        </>
      ),
      confirm: t(`${action}.confirm`),
      what: t('decision'),
      verb: t('decision.failed'),
      place: '/drift',
      run: async (reason, key) => {
        await decideDrift(row.id, { action, reason }, key)
        await queries.invalidateQueries({ queryKey: ['drift'] })
      },
    })
  const columns: RecordColumn<Drift>[] = [
    {
      id: 'state',
      header: t('state'),
      value: (row) => row.state,
      cell: (row) => (
        <Badge tone={tones[row.state]}>
          <Dot tone={tones[row.state]} pulse={row.state === 'healing'} />
          {humanise(row.state)}
        </Badge>
      ),
    },
    { id: 'class', header: t('class'), value: (row) => row.class, cell: (row) => <Badge>{humanise(row.class)}</Badge> },
    {
      id: 'subject',
      header: t('subject'),
      value: (row) => row.subject,
      className: 'min-w-44',
      cell: (row) => (
        <>
          {row.workload_id === null ? (
            <code className="text-xs wrap-anywhere">{row.subject}</code>
          ) : (
            <>
              <Link
                to={`/workloads/${encodeURIComponent(row.workload_id)}`}
                className="font-medium text-accent underline-offset-2 hover:underline"
              >
                {row.workload_id}
              </Link>
              {row.subject !== row.workload_id && <code className="block text-xs wrap-anywhere">{row.subject}</code>}
            </>
          )}
          <span className="block text-xs text-muted">
            {[row.team, row.environment, row.region].filter((each) => each !== null && each !== '').join(' · ')}
          </span>
        </>
      ),
    },
    {
      id: 'differences',
      header: t('differences'),
      value: (row) =>
        row.differences.map((each) => `${each.attribute}: ${each.wanted ?? ''} -> ${each.found ?? ''}`).join('; '),
      className: 'min-w-64',
      cell: (row) => <Differences drift={row} />,
    },
    {
      id: 'policy',
      header: t('policy'),
      value: (row) => row.policy,
      cell: (row) => (
        <>
          {t(`policy.${row.policy}`)}
          {row.note !== null && (
            <span lang="en" className="block text-xs text-muted">
              {row.note}
            </span>
          )}
        </>
      ),
    },
    {
      id: 'seen',
      header: t('seen'),
      value: (row) => row.first_seen_at,
      cell: (row) => <Age instant={row.first_seen_at} />,
    },
    {
      id: 'actions',
      header: '',
      className: 'text-right whitespace-nowrap',
      cell: (row) => (
        <span className="inline-flex items-center gap-2">
          {row.change_id !== null && (
            <Link to={`/changes/${row.change_id}`} className="text-accent underline-offset-2 hover:underline">
              {t('change')}
            </Link>
          )}
          {may && canHeal(row) && (
            <Button
              size="sm"
              variant="primary"
              aria-label={t('heal.of', { subject: row.subject })}
              onClick={() => decide(row, 'heal')}
            >
              {t('heal')}
            </Button>
          )}
          {may && canAccept(row) && (
            <Button
              size="sm"
              aria-label={t('accept.of', { subject: row.subject })}
              onClick={() => decide(row, 'accept')}
            >
              {t('accept')}
            </Button>
          )}
        </span>
      ),
    },
  ]
  return (
    <>
      {!may && rows.some(canAccept) && <p className="px-4 pt-3 text-xs text-muted">{t('role')}</p>}
      <RecordTable
        label={t('title')}
        rows={rows}
        columns={columns}
        rowId={(row) => row.id}
        csvName="drift"
        more={more}
      />
      <ReasonDialog task={task} onClose={() => setTask(null)} />
    </>
  )
}

function Differences({ drift }: { drift: Drift }) {
  const t = useText()
  if (drift.differences.length === 0)
    return <span className="text-xs text-muted">{drift.class === 'unmanaged' ? t('cloud') : '–'}</span>
  return (
    <dl className="space-y-1 text-xs">
      {drift.differences.map((each) => (
        <div key={each.attribute} className="wrap-anywhere">
          <dt className="inline font-mono text-muted">{each.attribute}: </dt>
          <dd className="inline">
            <span title={t('wanted')} className="font-mono text-good">
              {each.wanted === null ? t('nothing') : <span lang="en">{each.wanted}</span>}
            </span>
            <span aria-hidden="true"> → </span>
            <span className="sr-only"> {t('found')}: </span>
            <span title={t('found')} className="font-mono text-bad">
              {each.found === null ? t('nothing') : <span lang="en">{each.found}</span>}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
