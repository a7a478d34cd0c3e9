import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { modelsQuery, retrain, type ModelSummary } from '@/api/models'
import { hasRole, useUser } from '@/api/session'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { MutationError } from '@/components/ui/mutation-error'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { formatNumber, humanise, shortHash } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { toast } from '@/lib/toast'
import { ModelLog, ModelStateBadge } from './model-labels'
import { ModelsLayout } from './models-layout'
import { useText } from './text'

/** All learned models, which of them counts, and why. */
export function ModelsPage() {
  const t = useText()
  const admin = hasRole(useUser(), 'admin')
  const queries = useQueryClient()
  const query = useQuery({ ...modelsQuery, refetchInterval: useRefreshInterval(60_000) })
  const training = useMutation({
    mutationFn: retrain,
    onSuccess: ({ outcomes, new_outcomes: fresh }) => {
      toast({ text: t('retrain.done', { outcomes, fresh }) })
      return queries.invalidateQueries({ queryKey: ['models'] })
    },
  })
  return (
    <ModelsLayout
      actions={
        admin && (
          <Button disabled={training.isPending} onClick={() => training.mutate()}>
            {t(training.isPending ? 'retraining' : 'retrain')}
          </Button>
        )
      }
    >
      {training.isError && (
        <div className="mb-4">
          <MutationError error={training.error} what={t('retrain.what')} verb={t('retrain.failed')} place="/models" />
        </div>
      )}
      <QueryView
        query={query}
        what={t('models.what')}
        loading={
          <Card>
            <LoadingLines lines={8} />
          </Card>
        }
      >
        {(page) => (
          <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
            <div className="min-w-0 space-y-4">
              <Card>
                <p className="flex flex-wrap items-center gap-2 text-[13px]">
                  <Badge tone={page.use.used ? 'good' : 'neutral'}>{t(page.use.used ? 'use.on' : 'use.off')}</Badge>
                  <span lang="en">{page.use.reason}</span>
                </p>
              </Card>
              <Card title={t('models')} flush>
                {page.items.length === 0 ? (
                  <EmptyState title={t('models.empty')}>{t('models.empty.hint')}</EmptyState>
                ) : (
                  <Versions models={page.items} />
                )}
              </Card>
            </div>
            <Card title={t('history')}>
              <ModelLog log={page.log} />
            </Card>
          </div>
        )}
      </QueryView>
    </ModelsLayout>
  )
}

function Versions({ models }: { models: ModelSummary[] }) {
  const t = useText()
  const columns: RecordColumn<ModelSummary>[] = [
    {
      id: 'id',
      header: t('model.id'),
      value: (row) => row.id,
      cell: (row) => (
        <Link
          to={`/models/${encodeURIComponent(row.id)}`}
          title={row.id}
          className="font-mono text-xs font-medium text-accent underline-offset-2 hover:underline"
        >
          {shortHash(row.id)}
        </Link>
      ),
    },
    {
      id: 'state',
      header: t('model.state'),
      value: (row) => row.state,
      cell: (row) => (
        <>
          <ModelStateBadge state={row.state} />
          {row.state_reason !== null && row.state_reason !== row.verdict && (
            <span lang="en" className="block text-xs text-muted">
              {row.state_reason}
            </span>
          )}
        </>
      ),
    },
    {
      id: 'trained',
      header: t('model.trained'),
      value: (row) => row.trained_at,
      cell: (row) => <Age instant={row.trained_at} />,
    },
    {
      id: 'samples',
      header: t('model.samples'),
      numeric: true,
      value: (row) => row.trained,
      cell: (row) => formatNumber(row.trained),
    },
    {
      id: 'heldOut',
      header: t('model.heldOut'),
      numeric: true,
      value: (row) => row.held_out,
      cell: (row) => formatNumber(row.held_out),
    },
    { id: 'cause', header: t('model.cause'), value: (row) => row.cause, cell: (row) => humanise(row.cause) },
    {
      id: 'verdict',
      header: t('model.verdict'),
      value: (row) => row.verdict,
      className: 'min-w-56',
      cell: (row) => (
        <>
          <Badge tone={row.passes ? 'good' : 'neutral'}>{t(row.passes ? 'model.passes' : 'model.fails')}</Badge>
          <span lang="en" className="mt-0.5 block text-xs text-muted">
            {row.verdict}
          </span>
        </>
      ),
    },
    {
      id: 'promoted',
      header: t('model.promoted'),
      value: (row) => row.promoted_at,
      cell: (row) => (row.promoted_at === null ? '–' : <Age instant={row.promoted_at} />),
    },
  ]
  return <RecordTable label={t('models')} rows={models} columns={columns} rowId={(row) => row.id} csvName="models" />
}
