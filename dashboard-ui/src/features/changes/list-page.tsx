import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { changesQuery, type ChangeFilters } from '@/api/changes'
import { environmentsQuery } from '@/api/control'
import { changeStates, type Change } from '@/api/types'
import { Amount } from '@/components/domain/amount'
import { FilterSelect } from '@/components/domain/filter-select'
import { ChangeStateBadge } from '@/components/domain/labels'
import { StageBars } from '@/components/domain/stage-track'
import { Card } from '@/components/ui/card'
import { DataTable, type DataColumn } from '@/components/ui/data-table'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { humanise, moneyDelta } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { choice, text, useUrlState } from '@/lib/url-state'
import { ChangesLayout } from './changes-layout'
import { useText } from './text'

const schema = { state: choice(changeStates), environment: text() }

const deltaOf = ({ plan }: Change) =>
  plan === null ? null : moneyDelta(plan.hourly_cost_before, plan.hourly_cost_after)

/** All changes, the newest first. */
export function ChangeListPage() {
  const t = useText()
  const [state, set] = useUrlState(schema)
  const environments = useQuery(environmentsQuery)
  const filters: ChangeFilters = {
    ...(state.state === '' ? {} : { state: state.state }),
    ...(state.environment === '' ? {} : { environment: state.environment }),
  }
  const query = useInfiniteQuery({ ...changesQuery(filters), refetchInterval: useRefreshInterval(60_000) })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const columns: DataColumn<Change>[] = [
    {
      id: 'title',
      header: t('col.change'),
      width: 320,
      grow: true,
      value: (row) => row.title,
      cell: (row) => (
        <Link
          to={`/changes/${row.id}`}
          lang="en"
          title={row.title}
          className="font-medium text-accent underline-offset-2 hover:underline"
        >
          {row.title}
        </Link>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      width: 140,
      value: (row) => row.state,
      cell: (row) => <ChangeStateBadge state={row.state} />,
    },
    {
      id: 'stages',
      header: t('col.stages'),
      width: 170,
      value: (row) => row.stage,
      cell: (row) => <StageBars change={row} />,
    },
    {
      id: 'cost',
      header: t('col.cost'),
      width: 130,
      numeric: true,
      value: (row) => {
        const delta = deltaOf(row)
        return delta === null ? null : Number(delta.amount)
      },
      cell: (row) => {
        const delta = deltaOf(row)
        return delta === null ? '–' : <Amount money={delta} unit="h" sign />
      },
    },
    { id: 'environment', header: t('environment'), width: 110, value: (row) => row.environment },
    { id: 'team', header: t('col.team'), width: 120, filter: true, hidden: true, value: (row) => row.team },
    {
      id: 'origin',
      header: t('col.origin'),
      width: 110,
      filter: true,
      value: (row) => row.origin,
      cell: (row) => humanise(row.origin),
    },
    { id: 'author', header: t('col.author'), width: 110, filter: true, value: (row) => row.author.name },
    {
      id: 'created',
      header: t('col.created'),
      width: 120,
      value: (row) => row.created_at,
      cell: (row) => <Age instant={row.created_at} />,
    },
  ]
  const filtered = state.state !== '' || state.environment !== ''
  return (
    <ChangesLayout>
      <Card flush>
        <QueryView
          query={query}
          what={t('changes.what')}
          loading={
            <div className="p-4">
              <LoadingLines lines={8} />
            </div>
          }
        >
          {() => (
            <DataTable
              id="changes"
              label={t('changes.what')}
              rows={rows}
              rowKey={(row) => row.id}
              columns={columns}
              toolbar={
                <>
                  <FilterSelect
                    className="w-40"
                    label={t('state')}
                    value={state.state}
                    options={changeStates}
                    onChange={(next) => set({ state: next })}
                  />
                  <FilterSelect
                    className="w-36"
                    label={t('environment')}
                    value={state.environment}
                    options={environments.data?.items.map((each) => each.environment) ?? []}
                    names={(name) => name}
                    onChange={(next) => set({ environment: next })}
                  />
                </>
              }
              empty={<EmptyState title={t(filtered ? 'empty.filtered' : 'empty')}>{t('empty.hint')}</EmptyState>}
              more={{
                has: query.hasNextPage,
                loading: query.isFetchingNextPage,
                load: () => void query.fetchNextPage(),
              }}
            />
          )}
        </QueryView>
      </Card>
    </ChangesLayout>
  )
}
