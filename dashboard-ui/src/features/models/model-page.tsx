import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { modelQuery, type Assessment, type HoldOut, type ModelDetail } from '@/api/models'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Facts } from '@/components/ui/facts'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age, Instant } from '@/components/ui/time'
import { formatFraction, formatInstant, formatNumber, humanise, shortHash } from '@/lib/format'
import { ProblemError } from '@/lib/problem'
import { ModelLog, ModelStateBadge } from './model-labels'
import { useText } from './text'

/** One model: how it did on what it never met, what it looks at, and whether the world still is as it learned it. */
export function ModelPage() {
  const t = useText()
  const { id = '' } = useParams()
  const query = useQuery(modelQuery(id))
  if (query.error instanceof ProblemError && query.error.status === 404) {
    return (
      <>
        <PageHeader title={t('model')} />
        <EmptyState
          title={t('model.none')}
          action={
            <Link to="/models" className={buttonClass()}>
              {t('model.back')}
            </Link>
          }
        />
      </>
    )
  }
  return (
    <>
      <PageHeader
        title={`${t('model')} ${shortHash(id)}`}
        lead={
          <span className="inline-flex flex-wrap items-center gap-2">
            {query.data && <ModelStateBadge state={query.data.summary.state} />}
            <Link to="/models" className="text-accent underline-offset-2 hover:underline">
              {t('model.back')}
            </Link>
          </span>
        }
      />
      <QueryView query={query} what={t('model.what')} loading={<LoadingLines lines={10} />}>
        {(model) => (
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
            <div className="min-w-0 space-y-4">
              <Judgement holdOut={model.hold_out} />
              <Watch model={model} />
              <Features model={model} />
            </div>
            <div className="min-w-0 space-y-4">
              <Card title={t('model')}>
                <ModelFacts model={model} />
              </Card>
              <Card title={t('history')}>
                <ModelLog log={model.log} />
              </Card>
              <Card title={t('provenance')} note={t('provenance.hint')}>
                <pre className="max-h-80 overflow-auto rounded bg-sunken p-2 text-xs whitespace-pre-wrap wrap-anywhere">
                  {JSON.stringify(model.provenance, null, 2)}
                </pre>
              </Card>
            </div>
          </div>
        )}
      </QueryView>
    </>
  )
}

function ModelFacts({ model }: { model: ModelDetail }) {
  const t = useText()
  const { summary } = model
  return (
    <>
      <Facts
        items={[
          { term: t('model.trained'), value: <Instant instant={summary.trained_at} /> },
          { term: t('model.until'), value: <Instant instant={summary.trained_until} /> },
          { term: t('model.samples'), value: formatNumber(summary.trained) },
          { term: t('model.heldOut'), value: formatNumber(summary.held_out) },
          { term: t('model.cause'), value: humanise(summary.cause) },
          summary.promoted_at !== null && { term: t('model.promoted'), value: <Age instant={summary.promoted_at} /> },
          summary.ended_at !== null && { term: t('model.ended'), value: <Age instant={summary.ended_at} /> },
          model.rival !== null && {
            term: t('model.rival'),
            value: <code title={model.rival}>{shortHash(model.rival)}</code>,
          },
        ]}
      />
      <p className="mt-3 text-[13px]">
        <Badge tone={summary.passes ? 'good' : 'neutral'}>{t(summary.passes ? 'model.passes' : 'model.fails')}</Badge>{' '}
        <span lang="en">{summary.verdict}</span>
      </p>
    </>
  )
}

type MetricRow = { metric: string; model: number | null; baseline: number | null; champion: number | null }

/** One row a measure, whatever each of the three has. */
export function metricRows(model: Assessment, baseline: Assessment, champion: Assessment | null): MetricRow[] {
  const names = [
    ...new Set(
      [model, baseline, ...(champion === null ? [] : [champion])].flatMap((each) => Object.keys(each.metrics)),
    ),
  ]
  return names.map((metric) => ({
    metric,
    model: model.metrics[metric] ?? null,
    baseline: baseline.metrics[metric] ?? null,
    champion: champion?.metrics[metric] ?? null,
  }))
}

const interval = (advantage: HoldOut['over_baseline']) => ({
  mean: formatNumber(advantage.mean, 4),
  low: formatNumber(advantage.low, 4),
  high: formatNumber(advantage.high, 4),
})

function Judgement({ holdOut }: { holdOut: HoldOut }) {
  const t = useText()
  const { model, baseline, champion } = holdOut
  const rows: MetricRow[] = [
    {
      metric: t('holdOut.loss'),
      model: model.loss,
      baseline: baseline.loss,
      champion: champion?.loss ?? null,
    },
    ...metricRows(model, baseline, champion),
  ]
  const value = (id: 'model' | 'baseline' | 'champion'): RecordColumn<MetricRow> => ({
    id,
    header: t(`holdOut.${id}`),
    numeric: true,
    value: (row) => row[id],
    cell: (row) => (row[id] === null ? '–' : formatNumber(row[id], 4)),
  })
  return (
    <Card title={t('holdOut')} note={`${t('holdOut.samples')}: ${formatNumber(model.samples)}`} flush>
      <RecordTable
        label={t('holdOut')}
        rows={rows}
        columns={[
          {
            id: 'metric',
            header: t('holdOut.metric'),
            value: (row) => row.metric,
            cell: (row) => humanise(row.metric),
          },
          value('model'),
          value('baseline'),
          ...(champion === null ? [] : [value('champion')]),
        ]}
        rowId={(row) => row.metric}
        csvName="model-metrics"
      />
      <p className="px-4 pb-3 text-xs text-muted">
        {t('holdOut.over', interval(holdOut.over_baseline))}
        {holdOut.over_champion !== null && (
          <span className="block">{t('holdOut.overChampion', interval(holdOut.over_champion))}</span>
        )}
      </p>
    </Card>
  )
}

function Watch({ model }: { model: ModelDetail }) {
  const t = useText()
  const { watch } = model
  if (watch === null)
    return (
      <Card title={t('watch')}>
        <p className="text-[13px] text-muted">{t('watch.none')}</p>
      </Card>
    )
  const rows = Object.entries(watch.drift).map(([feature, index]) => ({ feature, index }))
  const changed = (feature: string) => watch.drifted.includes(feature)
  return (
    <Card title={t('watch')} note={t('watch.at', { at: formatInstant(watch.at) })} flush>
      <p className="px-4 pt-3 text-[13px]">
        {t('holdOut.over', interval(watch.over_baseline))}
        <span className="block">
          {t('watch.calibration', {
            samples: watch.calibration.samples,
            expected: formatFraction(watch.calibration.expected, 1),
            observed: formatFraction(watch.calibration.observed, 1),
            z: formatNumber(watch.calibration.z, 1),
          })}
        </span>
        <span className="mt-1 block text-xs text-muted">{t('drift.hint')}</span>
      </p>
      <RecordTable
        label={t('drift')}
        rows={rows}
        columns={[
          {
            id: 'feature',
            header: t('drift.feature'),
            value: (row) => row.feature,
            cell: (row) => <code className="text-xs">{row.feature}</code>,
          },
          {
            id: 'index',
            header: t('drift.index'),
            numeric: true,
            value: (row) => row.index,
            cell: (row) => formatNumber(row.index, 3),
          },
          {
            id: 'state',
            header: t('drift.state'),
            value: (row) => changed(row.feature),
            cell: (row) => (
              <Badge tone={changed(row.feature) ? 'warn' : 'good'}>
                {t(changed(row.feature) ? 'drift.changed' : 'drift.stable')}
              </Badge>
            ),
          },
        ]}
        rowId={(row) => row.feature}
        csvName="model-drift"
        sortParam="sort-drift"
      />
    </Card>
  )
}

function Features({ model }: { model: ModelDetail }) {
  const t = useText()
  type Bins = ModelDetail['features'][number]
  return (
    <Card title={t('features')} flush>
      <RecordTable
        label={t('features.what')}
        rows={model.features}
        columns={[
          {
            id: 'feature',
            header: t('feature.name'),
            value: (row: Bins) => row.feature,
            cell: (row: Bins) => <code className="text-xs">{row.feature}</code>,
          },
          {
            id: 'shares',
            header: t('feature.shares'),
            className: 'min-w-48',
            cell: (row: Bins) => <Shares bins={row} />,
          },
          {
            id: 'range',
            header: t('holdOut.metric'),
            value: (row: Bins) => row.edges.join(' '),
            cell: (row: Bins) =>
              row.edges.length === 0 ? (
                '–'
              ) : (
                <span className="num text-xs text-muted">
                  {t('feature.range', {
                    low: formatNumber(row.edges[0] ?? 0, 3),
                    high: formatNumber(row.edges.at(-1) ?? 0, 3),
                  })}
                </span>
              ),
          },
        ]}
        rowId={(row) => row.feature}
        csvName="model-features"
        sortParam="sort-features"
      />
    </Card>
  )
}

/** A tiny histogram; the numbers stand in its label. */
function Shares({ bins }: { bins: ModelDetail['features'][number] }) {
  const t = useText()
  const most = Math.max(...bins.shares, Number.MIN_VALUE)
  return (
    <span
      role="img"
      aria-label={t('features.label', {
        feature: bins.feature,
        shares: bins.shares.map((share) => formatFraction(share)).join(', '),
      })}
      className="flex h-7 items-end gap-0.5"
    >
      {bins.shares.map((share, index) => (
        <span
          key={index}
          title={formatFraction(share, 1)}
          className="w-3 rounded-t-xs bg-accent"
          style={{ height: `${Math.max(4, (share / most) * 100)}%` }}
        />
      ))}
    </span>
  )
}
