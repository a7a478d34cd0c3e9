import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { changesQuery } from '@/api/changes'
import type { Change } from '@/api/types'
import { Amount } from '@/components/domain/amount'
import { ChangeStateBadge } from '@/components/domain/labels'
import { StageBars } from '@/components/domain/stage-track'
import { Card } from '@/components/ui/card'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { formatNumber, moneyDelta } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { board, lanes } from './board-model'
import { ChangesLayout } from './changes-layout'
import { RetryButton } from './retry-button'
import { useText } from './text'

/** So many cards a lane; the list has the rest. */
const mostCards = 12

/** The newest changes by what becomes of them. */
export function ChangeBoardPage() {
  const t = useText()
  const query = useInfiniteQuery({ ...changesQuery({}), refetchInterval: useRefreshInterval(30_000) })
  return (
    <ChangesLayout>
      <QueryView
        query={query}
        what={t('board.what')}
        loading={
          <Card>
            <LoadingLines lines={8} />
          </Card>
        }
        isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
        empty={
          <Card>
            <EmptyState title={t('empty')}>{t('empty.hint')}</EmptyState>
          </Card>
        }
      >
        {(data) => {
          const found = board(data.pages.flatMap((page) => page.items))
          return (
            <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-4">
              {lanes.map((lane) => (
                <Card key={lane} title={t(`board.${lane}`)} note={formatNumber(found[lane].length)} flush>
                  {found[lane].length === 0 ? (
                    <p className="p-4 text-[13px] text-muted">{t('board.none')}</p>
                  ) : (
                    <ul>
                      {found[lane].slice(0, mostCards).map((change) => (
                        <BoardCard key={change.id} change={change} />
                      ))}
                      {found[lane].length > mostCards && (
                        <li className="px-4 py-2.5 text-xs">
                          <Link to="/changes" className="text-accent underline-offset-2 hover:underline">
                            {t('board.more')}
                          </Link>
                        </li>
                      )}
                    </ul>
                  )}
                </Card>
              ))}
            </div>
          )
        }}
      </QueryView>
    </ChangesLayout>
  )
}

function BoardCard({ change }: { change: Change }) {
  const delta = change.plan === null ? null : moneyDelta(change.plan.hourly_cost_before, change.plan.hourly_cost_after)
  return (
    <li className="border-b px-4 py-3 last:border-b-0 hover:bg-sunken">
      <Link
        lang="en"
        to={`/changes/${change.id}`}
        className="block text-[13px] font-medium wrap-anywhere text-accent underline-offset-2 hover:underline"
      >
        {change.title}
      </Link>
      <span className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
        {change.state === 'running' ? <StageBars change={change} /> : <ChangeStateBadge state={change.state} />}
        {delta !== null && (
          <span className="num">
            <Amount money={delta} unit="h" sign />
          </span>
        )}
        <span>{change.environment}</span>
        <Age instant={change.updated_at} />
        <span className="ml-auto">
          <RetryButton change={change} small />
        </span>
      </span>
    </li>
  )
}
