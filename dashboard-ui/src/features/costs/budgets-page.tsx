import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { budgetsQuery, removeBudget, type Budget } from '@/api/costs'
import { canEditUsers as isAdmin, useUser } from '@/api/session'
import type { Page } from '@/api/types'
import { Amount } from '@/components/domain/amount'
import { ProviderName, SimulatedBadge } from '@/components/domain/labels'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Confirm } from '@/components/ui/confirm'
import { MutationError } from '@/components/ui/mutation-error'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { cn } from '@/lib/cn'
import { formatInstant, formatNumber, formatPercent } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { toast } from '@/lib/toast'
import { BudgetDialog } from './budget-dialog'
import { CostsLayout } from './costs-layout'
import { useText } from './text'

const states: Record<string, Tone> = {
  ok: 'good',
  forecast_exceeded: 'warn',
  warning: 'warn',
  exceeded: 'bad',
}

const knownStates = ['ok', 'forecast_exceeded', 'warning', 'exceeded'] as const
const crossingKinds = ['spent', 'forecast'] as const

type Task = { kind: 'create' } | { kind: 'edit'; budget: Budget } | { kind: 'delete'; budget: Budget }

/** What may be spent a month, and how that stands. */
export function BudgetsPage() {
  const t = useText()
  const admin = isAdmin(useUser())
  const query = useQuery({ ...budgetsQuery, refetchInterval: useRefreshInterval(60_000) })
  const [task, setTask] = useState<Task | null>(null)
  const open = () => setTask({ kind: 'create' })
  return (
    <CostsLayout
      actions={
        admin && (
          <Button variant="primary" onClick={open}>
            {t('budget.new')}
          </Button>
        )
      }
    >
      <Card title={t('budgets')} {...(admin ? {} : { note: t('budget.admin') })} flush>
        <QueryView
          query={query}
          what={t('budgets')}
          loading={
            <div className="p-4">
              <LoadingLines lines={6} />
            </div>
          }
          isEmpty={(page) => page.items.length === 0}
          empty={
            <EmptyState
              title={t('budgets.empty')}
              {...(admin ? { action: <Button onClick={open}>{t('budget.new')}</Button> } : {})}
            >
              {t('budgets.empty.hint')}
            </EmptyState>
          }
        >
          {(page) => <BudgetTable budgets={page.items} onTask={admin ? setTask : null} />}
        </QueryView>
      </Card>
      <BudgetDialog
        budget={task?.kind === 'edit' ? task.budget : null}
        open={task?.kind === 'create' || task?.kind === 'edit'}
        onClose={() => setTask(null)}
      />
      <DeleteBudget budget={task?.kind === 'delete' ? task.budget : null} onClose={() => setTask(null)} />
    </CostsLayout>
  )
}

function BudgetTable({ budgets, onTask }: { budgets: Budget[]; onTask: ((task: Task) => void) | null }) {
  const t = useText()
  const state = (name: string) => {
    const known = knownStates.find((each) => each === name)
    return known === undefined ? name : t(`budget.${known}`)
  }
  const columns: RecordColumn<Budget>[] = [
    {
      id: 'name',
      header: t('budget.name'),
      value: (row) => row.name,
      className: 'min-w-36',
      cell: (row) => (
        <span className="font-medium wrap-anywhere">
          <span data-raw>{row.name}</span> {row.simulated && <SimulatedBadge />}
        </span>
      ),
    },
    {
      id: 'scope',
      header: t('budget.scope'),
      value: (row) => [row.team, row.environment, row.provider].filter(Boolean).join(' '),
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          {row.team !== null && <Badge>{row.team}</Badge>}
          {row.environment !== null && <Badge>{row.environment}</Badge>}
          {row.provider !== null && <ProviderName provider={row.provider} />}
          {row.team === null && row.environment === null && row.provider === null && t('budget.everything')}
        </span>
      ),
    },
    {
      id: 'state',
      header: t('budget.state'),
      value: (row) => row.state,
      cell: (row) => <Badge tone={states[row.state] ?? 'neutral'}>{state(row.state)}</Badge>,
    },
    {
      id: 'used',
      header: t('budget.used'),
      value: (row) => row.spent_percent,
      className: 'min-w-44',
      cell: (row) => <BudgetBar budget={row} />,
    },
    {
      id: 'spent',
      header: t('budget.spent'),
      numeric: true,
      value: (row) => Number(row.spent.amount),
      cell: (row) => <Amount money={row.spent} />,
    },
    {
      id: 'forecast',
      header: t('budget.forecast'),
      numeric: true,
      value: (row) => Number(row.forecast.amount),
      cell: (row) => <Amount money={row.forecast} />,
    },
    {
      id: 'amount',
      header: t('budget.amount'),
      numeric: true,
      value: (row) => Number(row.amount.amount),
      cell: (row) => <Amount money={row.amount} />,
    },
    {
      id: 'crossings',
      header: t('budget.crossings'),
      value: (row) => row.crossings.map((each) => `${each.threshold_percent} ${each.kind}`).join('; '),
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          {row.crossings.map((each) => {
            const kind = crossingKinds.find((known) => known === each.kind) ?? 'spent'
            return (
              <Badge key={`${each.kind} ${each.threshold_percent}`} tone={kind === 'spent' ? 'warn' : 'info'}>
                <span title={formatInstant(each.at)}>
                  {t(`budget.crossing.${kind}`, { percent: each.threshold_percent })}
                </span>
              </Badge>
            )
          })}
        </span>
      ),
    },
    ...(onTask === null
      ? []
      : [
          {
            id: 'actions',
            header: '',
            className: 'text-right whitespace-nowrap',
            cell: (row: Budget) => (
              <span className="inline-flex gap-2">
                <Button
                  size="sm"
                  aria-label={t('budget.edit.of', { name: row.name })}
                  onClick={() => onTask({ kind: 'edit', budget: row })}
                >
                  {t('budget.edit')}
                </Button>
                <Button
                  size="sm"
                  aria-label={t('budget.delete.of', { name: row.name })}
                  onClick={() => onTask({ kind: 'delete', budget: row })}
                >
                  {t('budget.delete')}
                </Button>
              </span>
            ),
          },
        ]),
  ]
  return <RecordTable label={t('budgets')} rows={budgets} columns={columns} rowId={(row) => row.id} csvName="budgets" />
}

/** How much of it is used, with a mark where the month is expected to end. */
function BudgetBar({ budget }: { budget: Budget }) {
  const t = useText()
  const bound = (percent: number) => Math.max(0, Math.min(100, percent))
  const tone = states[budget.state] ?? 'neutral'
  return (
    <span className="flex items-center gap-2">
      <span
        role="img"
        aria-label={t('budget.bar', {
          name: budget.name,
          spent: formatNumber(budget.spent_percent, 0),
          forecast: formatNumber(budget.forecast_percent, 0),
        })}
        className="relative h-2 flex-1 rounded-full bg-sunken"
      >
        <span
          className={cn(
            'absolute inset-y-0 left-0 rounded-full',
            tone === 'bad' ? 'bg-bad' : tone === 'warn' ? 'bg-warn' : 'bg-good',
          )}
          style={{ width: `${bound(budget.spent_percent)}%` }}
        />
        <span
          className="absolute -inset-y-0.5 w-0.5 bg-text"
          style={{ left: `calc(${bound(budget.forecast_percent)}% - 1px)` }}
        />
      </span>
      <span className="num w-12 text-right text-xs">{formatPercent(budget.spent_percent)}</span>
    </span>
  )
}

/** Gone from the list at once; back again where the service refuses. */
function DeleteBudget({ budget, onClose }: { budget: Budget | null; onClose: () => void }) {
  const t = useText()
  const queries = useQueryClient()
  const removing = useMutation({
    mutationFn: (gone: Budget) => removeBudget(gone.id, gone.version),
    onMutate: async (gone) => {
      await queries.cancelQueries({ queryKey: budgetsQuery.queryKey })
      const before = queries.getQueryData<Page<Budget>>(budgetsQuery.queryKey)
      if (before !== undefined)
        queries.setQueryData<Page<Budget>>(budgetsQuery.queryKey, {
          ...before,
          items: before.items.filter((each) => each.id !== gone.id),
        })
      return before
    },
    onError: (_error, _gone, before) => queries.setQueryData(budgetsQuery.queryKey, before),
    onSuccess: (_answer, gone) => {
      onClose()
      toast({ text: t('budget.deleted', { name: gone.name }) })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: budgetsQuery.queryKey }),
  })
  return (
    <Confirm
      open={budget !== null}
      onOpenChange={(open) => {
        if (!open) {
          removing.reset()
          onClose()
        }
      }}
      title={t('budget.delete.title', { name: budget?.name ?? '' })}
      description={t('budget.delete.text')}
      confirm={t('budget.delete').replace('…', '')}
      danger
      busy={removing.isPending}
      error={
        removing.isError && (
          <MutationError
            error={removing.error}
            what={t('budget.what')}
            verb={t('budget.notDeleted')}
            place="/costs/budgets"
          />
        )
      }
      onConfirm={() => {
        if (budget !== null) removing.mutate(budget)
      }}
    />
  )
}
