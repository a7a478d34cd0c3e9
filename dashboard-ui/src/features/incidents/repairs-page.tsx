import { useQuery } from '@tanstack/react-query'
import { remediationsQuery } from '@/api/incidents'
import { FilterFlag } from '@/components/domain/filter-flag'
import { Card } from '@/components/ui/card'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { useRefreshInterval } from '@/lib/live/live-context'
import { flag, useUrlState } from '@/lib/url-state'
import { IncidentsLayout } from './incidents-layout'
import { RepairTable } from './repair-table'
import { useText } from './text'

const schema = { open: flag() }

/** All automatic repairs, whatever incident they belong to. */
export function RepairsPage() {
  const t = useText()
  const [state, set] = useUrlState(schema)
  const query = useQuery({
    ...remediationsQuery(state.open ? { open: true } : {}),
    refetchInterval: useRefreshInterval(30_000),
  })
  return (
    <IncidentsLayout>
      <FilterFlag label={t('repair.open')} checked={state.open} onChange={(open) => set({ open })} />
      <Card title={t('repairs')} note={t('repairs.lead')} flush>
        <QueryView
          query={query}
          what={t('repairs')}
          loading={
            <div className="p-4">
              <LoadingLines lines={6} />
            </div>
          }
          isEmpty={(page) => page.items.length === 0}
          empty={<EmptyState title={t('repairs.none')}>{t('repairs.none.hint')}</EmptyState>}
        >
          {(page) => <RepairTable rows={page.items} place="/incidents/repairs" />}
        </QueryView>
      </Card>
    </IncidentsLayout>
  )
}
