import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { createSilence, endSilence, silencesQuery, type Silence } from '@/api/incidents'
import { hasRole, useUser } from '@/api/session'
import type { Page } from '@/api/types'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { MutationError } from '@/components/ui/mutation-error'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age, Instant } from '@/components/ui/time'
import { newKey } from '@/lib/ids'
import { useRefreshInterval } from '@/lib/live/live-context'
import { toast } from '@/lib/toast'
import { IncidentsLayout } from './incidents-layout'
import { SilenceDialog } from './silence-dialog'
import { useText } from './text'

const states = ['active', 'pending', 'expired'] as const

/** What is not told to anybody for a time, and why. */
export function SilencesPage() {
  const t = useText()
  const may = hasRole(useUser(), 'operator', 'approver', 'admin')
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const query = useQuery({ ...silencesQuery, refetchInterval: useRefreshInterval(60_000) })
  const settle = () => queries.invalidateQueries({ queryKey: silencesQuery.queryKey })
  // Ended at once in the list, back where the service refuses; undoing it begins a new one like it.
  const ending = useMutation({
    mutationFn: (silence: Silence) => endSilence(silence.id),
    onMutate: async (silence) => {
      await queries.cancelQueries({ queryKey: silencesQuery.queryKey })
      const before = queries.getQueryData<Page<Silence>>(silencesQuery.queryKey)
      queries.setQueryData<Page<Silence>>(silencesQuery.queryKey, (page) =>
        page === undefined
          ? undefined
          : {
              ...page,
              items: page.items.map((each) => (each.id === silence.id ? { ...each, state: 'expired' } : each)),
            },
      )
      return before
    },
    onError: (_error, _silence, before) => queries.setQueryData(silencesQuery.queryKey, before),
    onSuccess: (_answer, silence) =>
      toast({
        text: t('silence.ended'),
        undo: async () => {
          const { matchers, reason, ends_at } = silence
          await createSilence({ matchers, reason, ends_at }, newKey())
          await settle()
        },
      }),
    onSettled: settle,
  })
  const stateText = (name: string) => {
    const known = states.find((each) => each === name)
    return known === undefined ? name : t(`state.${known}`)
  }
  const columns: RecordColumn<Silence>[] = [
    {
      id: 'state',
      header: t('silence.state'),
      value: (row) => row.state,
      cell: (row) => <Badge tone={row.state === 'active' ? 'warn' : 'neutral'}>{stateText(row.state)}</Badge>,
    },
    {
      id: 'matchers',
      header: t('silence.matchers'),
      value: (row) => row.matchers.map((each) => `${each.label}${each.negate ? '!=' : '='}${each.value}`).join(' '),
      className: 'min-w-48',
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          {row.matchers.map((each) => (
            <code key={`${each.label} ${each.value}`} className="rounded bg-sunken px-1 text-2xs wrap-anywhere">
              {each.label}
              {each.negate ? '≠' : '='}
              {each.value}
            </code>
          ))}
        </span>
      ),
    },
    {
      id: 'reason',
      header: t('silence.reason'),
      value: (row) => row.reason,
      className: 'min-w-40',
      cell: (row) => <span data-raw>{row.reason}</span>,
    },
    {
      id: 'by',
      header: t('silence.by'),
      value: (row) => row.created_by.name,
      cell: (row) => row.created_by.name,
    },
    {
      id: 'from',
      header: t('silence.from'),
      value: (row) => row.starts_at,
      cell: (row) => <Age instant={row.starts_at} />,
    },
    {
      id: 'until',
      header: t('silence.until'),
      value: (row) => row.ends_at,
      cell: (row) => <Instant instant={row.ends_at} />,
    },
    {
      id: 'actions',
      header: '',
      className: 'text-right whitespace-nowrap',
      cell: (row) =>
        may &&
        row.state !== 'expired' && (
          <Button
            size="sm"
            disabled={ending.isPending}
            aria-label={t('silence.end.of', { reason: row.reason })}
            onClick={() => ending.mutate(row)}
          >
            {t('silence.end')}
          </Button>
        ),
    },
  ]
  return (
    <IncidentsLayout
      actions={
        may && (
          <Button variant="primary" onClick={() => setOpen(true)}>
            {t('silence.new')}
          </Button>
        )
      }
    >
      <Card flush>
        {ending.isError && (
          <div className="p-3">
            <MutationError
              error={ending.error}
              what={t('silence.what')}
              verb={t('silence.notEnded')}
              place="/incidents/silences"
            />
          </div>
        )}
        <QueryView
          query={query}
          what={t('silences')}
          loading={
            <div className="p-4">
              <LoadingLines lines={5} />
            </div>
          }
          isEmpty={(page) => page.items.length === 0}
          empty={<EmptyState title={t('silences.empty')}>{t('silences.empty.hint')}</EmptyState>}
        >
          {(page) => (
            <RecordTable
              label={t('silences')}
              rows={page.items}
              columns={columns}
              rowId={(row) => row.id}
              csvName="silences"
            />
          )}
        </QueryView>
      </Card>
      <SilenceDialog open={open} place="/incidents/silences" onClose={() => setOpen(false)} />
    </IncidentsLayout>
  )
}
