import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { pinsQuery, releasePin, type Pin } from '@/api/control'
import { canSubmit, useUser } from '@/api/session'
import { FilterFlag } from '@/components/domain/filter-flag'
import { ReasonDialog, type ReasonTask } from '@/components/domain/reason-dialog'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age, Instant } from '@/components/ui/time'
import { useRefreshInterval } from '@/lib/live/live-context'
import { flag, useUrlState } from '@/lib/url-state'
import { ChangesLayout } from './changes-layout'
import { useText } from './text'

const schema = { all: flag() }

/** Workloads that are kept as they are after a change of them went wrong. */
export function PinsPage() {
  const t = useText()
  const may = canSubmit(useUser())
  const [state, set] = useUrlState(schema)
  const queries = useQueryClient()
  const query = useInfiniteQuery({ ...pinsQuery(!state.all), refetchInterval: useRefreshInterval(60_000) })
  const [task, setTask] = useState<ReasonTask | null>(null)
  const release = (pin: Pin) =>
    setTask({
      title: t('pin.release.title'),
      description: t('pin.release.text', { name: pin.workload_id }),
      confirm: t('pin.release').replace('…', ''),
      what: t('pin.thing'),
      verb: t('pin.notReleased'),
      place: '/changes/pins',
      run: async (reason, key) => {
        await releasePin(pin.workload_id, reason, key)
        await queries.invalidateQueries({ queryKey: ['pins'] })
      },
    })
  const columns: RecordColumn<Pin>[] = [
    {
      id: 'workload',
      header: t('pin.workload'),
      value: (row) => row.workload_id,
      cell: (row) => (
        <>
          <Link
            to={`/workloads/${encodeURIComponent(row.workload_id)}`}
            className="font-medium text-accent underline-offset-2 hover:underline"
          >
            {row.workload_id}
          </Link>
          <span className="block text-xs text-muted">
            {row.team} · {row.environment}
          </span>
        </>
      ),
    },
    {
      id: 'reason',
      header: t('pin.reason'),
      value: (row) => row.reason,
      className: 'min-w-56',
      cell: (row) => (
        <>
          <Badge>{t(row.automatic ? 'pin.auto' : 'pin.person')}</Badge> <span data-raw>{row.reason}</span>
        </>
      ),
    },
    {
      id: 'since',
      header: t('pin.since'),
      value: (row) => row.pinned_at,
      cell: (row) => <Age instant={row.pinned_at} />,
    },
    {
      id: 'until',
      header: t('pin.until'),
      value: (row) => row.until,
      cell: (row) => (row.until === null ? '–' : <Instant instant={row.until} />),
    },
    {
      id: 'change',
      header: t('pin.change'),
      value: (row) => row.change_id,
      cell: (row) => (
        <Link to={`/changes/${row.change_id}`} className="text-accent underline-offset-2 hover:underline">
          {t('pin.change')}
        </Link>
      ),
    },
    {
      id: 'released',
      header: t('pin.released'),
      value: (row) => row.released_at,
      className: 'text-right whitespace-nowrap',
      cell: (row) =>
        row.released_at !== null ? (
          <span title={row.release_reason ?? ''}>
            <Age instant={row.released_at} />
          </span>
        ) : (
          may && (
            <Button size="sm" aria-label={t('pin.release.of', { name: row.workload_id })} onClick={() => release(row)}>
              {t('pin.release')}
            </Button>
          )
        ),
    },
  ]
  return (
    <ChangesLayout>
      <FilterFlag label={t('pins.all')} checked={state.all} onChange={(all) => set({ all })} />
      <Card title={t('area.pins')} note={t('pins.lead')} flush>
        <QueryView
          query={query}
          what={t('pins.what')}
          loading={
            <div className="p-4">
              <LoadingLines lines={5} />
            </div>
          }
          isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
          empty={<EmptyState title={t('pins.empty')}>{t('pins.empty.hint')}</EmptyState>}
        >
          {({ pages }) => (
            <RecordTable
              label={t('area.pins')}
              rows={pages.flatMap(({ items }) => items)}
              columns={columns}
              rowId={(row) => row.id}
              csvName="pins"
              more={query}
            />
          )}
        </QueryView>
      </Card>
      <ReasonDialog task={task} onClose={() => setTask(null)} />
    </ChangesLayout>
  )
}
