import { useInfiniteQuery, useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  applyRecommendation,
  dismissRecommendation,
  recommendationKinds,
  recommendationsQuery,
  recommendationStates,
  type Recommendation,
  type RecommendationFilters,
} from '@/api/recommendations'
import { canSubmit, useUser } from '@/api/session'
import type { Page } from '@/api/types'
import { Amount, Told } from '@/components/domain/amount'
import { FilterSelect } from '@/components/domain/filter-select'
import { ReasonDialog, type ReasonTask } from '@/components/domain/reason-dialog'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { MutationError } from '@/components/ui/mutation-error'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age, Instant } from '@/components/ui/time'
import { formatMoney, humanise, sumMoney } from '@/lib/format'
import { createKeyring } from '@/lib/ids'
import { useRefreshInterval } from '@/lib/live/live-context'
import { toast } from '@/lib/toast'
import { choice, useUrlState } from '@/lib/url-state'
import { CostsLayout } from './costs-layout'
import { useText } from './text'

const place = '/costs/opportunities'
const risks: Record<Recommendation['risk']['level'], Tone> = { low: 'good', medium: 'warn', high: 'bad' }
const states: Record<Recommendation['state'], Tone> = {
  open: 'accent',
  applied: 'good',
  dismissed: 'neutral',
  expired: 'neutral',
  superseded: 'neutral',
}

export const nameOf = (row: Recommendation) => row.workload_id ?? row.instance_id ?? row.id

const schema = { kind: choice(recommendationKinds), state: choice(recommendationStates, 'open') }

type Pages = InfiniteData<Page<Recommendation>, string | null>

/** What could cost less, each with the change that would do it. */
export function OpportunitiesPage() {
  const t = useText()
  const [state, set] = useUrlState(schema)
  const filters: RecommendationFilters = {
    state: state.state,
    ...(state.kind === '' ? {} : { kind: state.kind }),
  }
  const query = useInfiniteQuery({
    ...recommendationsQuery(filters),
    refetchInterval: useRefreshInterval(60_000),
  })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const saving = sumMoney(rows.map((row) => row.saving_per_month))
  return (
    <CostsLayout>
      <search className="mb-3 flex flex-wrap items-end gap-3">
        <FilterSelect
          className="w-44"
          label={t('opportunity.filter.kind')}
          value={state.kind}
          options={recommendationKinds}
          onChange={(kind) => set({ kind })}
        />
        <FilterSelect
          className="w-44"
          label={t('opportunity.filter.state')}
          all={false}
          value={state.state}
          options={recommendationStates}
          onChange={(next) => set({ state: next === '' ? 'open' : next })}
        />
        {state.state === 'open' && saving !== null && rows.length > 0 && (
          <p role="status" className="pb-1.5 text-[13px]">
            {t('opportunities.lead', { count: rows.length, saving: formatMoney(saving, 'month') })}
          </p>
        )}
      </search>
      <Card title={t('opportunities')} flush>
        <QueryView
          query={query}
          what={t('opportunities')}
          loading={
            <div className="p-4">
              <LoadingLines lines={8} />
            </div>
          }
          isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
          empty={<EmptyState title={t('opportunities.empty')}>{t('opportunities.empty.hint')}</EmptyState>}
        >
          {() => <Opportunities rows={rows} more={query} filters={filters} />}
        </QueryView>
      </Card>
    </CostsLayout>
  )
}

function Opportunities({
  rows,
  more,
  filters,
}: {
  rows: Recommendation[]
  more: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
  filters: RecommendationFilters
}) {
  const t = useText()
  const user = useUser()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [task, setTask] = useState<ReasonTask | null>(null)
  const list = recommendationsQuery(filters).queryKey
  const settle = () => queries.invalidateQueries({ queryKey: ['recommendations'] })
  // The row says so at once, and takes it back where the service refuses.
  const applying = useMutation({
    mutationFn: (row: Recommendation) => applyRecommendation(row, keyFor({ apply: row.id, version: row.version })),
    onMutate: async (row) => {
      await queries.cancelQueries({ queryKey: list })
      const before = queries.getQueryData<Pages>(list)
      queries.setQueryData<Pages>(list, (data) => withState(data, row.id, 'applied'))
      return before
    },
    onError: (_error, _row, before) => queries.setQueryData(list, before),
    onSuccess: (_answer, row) => toast({ text: t('opportunity.applied', { name: nameOf(row) }) }),
    onSettled: settle,
  })
  const dismiss = (row: Recommendation) =>
    setTask({
      title: t('opportunity.dismiss.title'),
      description: `${humanise(row.kind)} · ${nameOf(row)}`,
      hint: t('opportunity.dismiss.hint'),
      confirm: t('opportunity.dismiss').replace('…', ''),
      what: t('opportunity.thing'),
      verb: t('opportunity.notDismissed'),
      place,
      run: async (reason, key) => {
        await dismissRecommendation(row, reason, key)
        await settle()
      },
    })
  const columns: RecordColumn<Recommendation>[] = [
    {
      id: 'kind',
      header: t('opportunity.kind'),
      value: (row) => row.kind,
      cell: (row) => <Badge tone="accent">{humanise(row.kind)}</Badge>,
    },
    {
      id: 'what',
      header: t('opportunity.what'),
      value: nameOf,
      className: 'min-w-36',
      cell: (row) => (
        <>
          {row.workload_id === null ? (
            <code className="text-xs">{nameOf(row)}</code>
          ) : (
            <Link
              to={`/workloads/${encodeURIComponent(row.workload_id)}`}
              className="font-medium text-accent underline-offset-2 hover:underline"
            >
              {row.workload_id}
            </Link>
          )}
          <span className="block text-xs text-muted">
            {[row.team, row.environment].filter((each) => each !== null).join(' · ')}
          </span>
        </>
      ),
    },
    {
      id: 'saving',
      header: t('opportunity.saving'),
      numeric: true,
      value: (row) => Number(row.saving_per_month.amount),
      cell: (row) => (
        <>
          <span className="font-semibold text-good">
            <Amount money={row.saving_per_month} />
          </span>
          <span className="block text-xs text-muted">
            {t('opportunity.interval', { low: formatMoney(row.saving_low), high: formatMoney(row.saving_high) })}
          </span>
        </>
      ),
    },
    {
      id: 'risk',
      header: t('opportunity.risk'),
      value: (row) => row.risk.level,
      className: 'min-w-40',
      cell: (row) => (
        <>
          <Badge tone={risks[row.risk.level]}>{humanise(row.risk.level)}</Badge>
          <span className="mt-0.5 block text-xs text-muted">
            <Told text={row.risk.explanation} />
          </span>
        </>
      ),
    },
    {
      id: 'why',
      header: t('opportunity.why'),
      value: (row) => row.reason,
      className: 'min-w-64',
      cell: (row) => (
        <>
          <Told text={row.reason} />
          {row.evidence.length > 0 && (
            <details className="mt-1 text-xs">
              <summary className="text-accent">{t('opportunity.evidence')}</summary>
              <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5" lang="en">
                {row.evidence.map((each) => (
                  <div key={each.name} className="contents">
                    <dt className="text-muted">{each.name}</dt>
                    <dd className="num wrap-anywhere">{each.value}</dd>
                  </div>
                ))}
              </dl>
            </details>
          )}
        </>
      ),
    },
    {
      id: 'created',
      header: t('opportunity.created'),
      value: (row) => row.created_at,
      cell: (row) => (
        <>
          <Age instant={row.created_at} />
          {row.state === 'open' && (
            <span className="block text-xs text-muted">
              {t('opportunity.expires')} <Instant instant={row.expires_at} />
            </span>
          )}
        </>
      ),
    },
    {
      id: 'state',
      header: t('opportunity.state'),
      value: (row) => row.state,
      className: 'text-right whitespace-nowrap',
      cell: (row) =>
        row.state !== 'open' ? (
          <>
            <Badge tone={states[row.state]}>{humanise(row.state)}</Badge>
            {row.note !== null && <span className="block text-xs whitespace-normal text-muted">{row.note}</span>}
          </>
        ) : !canSubmit(user) ? (
          <span className="text-xs whitespace-normal text-muted">{t('opportunity.operator')}</span>
        ) : (
          <span className="inline-flex items-center gap-2">
            {row.proposal === null ? (
              <span className="text-xs text-muted">{t('opportunity.manual')}</span>
            ) : (
              <Button
                size="sm"
                variant="primary"
                disabled={applying.isPending}
                aria-label={t('opportunity.apply.of', { name: nameOf(row) })}
                onClick={() => applying.mutate(row)}
              >
                {t('opportunity.apply')}
              </Button>
            )}
            <Button
              size="sm"
              aria-label={t('opportunity.dismiss.of', { name: nameOf(row) })}
              onClick={() => dismiss(row)}
            >
              {t('opportunity.dismiss')}
            </Button>
          </span>
        ),
    },
  ]
  return (
    <>
      {applying.isError && (
        <div className="p-3">
          <MutationError
            error={applying.error}
            what={t('opportunity.thing')}
            verb={t('opportunity.notApplied')}
            place={place}
          />
        </div>
      )}
      <RecordTable
        label={t('opportunities')}
        rows={rows}
        columns={columns}
        rowId={(row) => row.id}
        csvName="opportunities"
        more={more}
      />
      <ReasonDialog task={task} onClose={() => setTask(null)} />
    </>
  )
}

function withState(data: Pages | undefined, id: string, state: Recommendation['state']): Pages | undefined {
  return data === undefined
    ? undefined
    : {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((item) => (item.id === id ? { ...item, state } : item)),
        })),
      }
}
