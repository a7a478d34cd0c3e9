import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Link, useParams } from 'react-router'
import { changesOfQuery } from '@/api/changes'
import { decisionQuery } from '@/api/decisions'
import { deploymentsOfQuery } from '@/api/deployments'
import { canSubmit, useUser } from '@/api/session'
import type { DeploymentState, Workload } from '@/api/types'
import { workloadHistoryQuery, workloadQuery } from '@/api/workloads'
import { ChangeStateBadge, ProviderName, SimulatedBadge, WorkloadStateBadge } from '@/components/domain/labels'
import { StageTrack } from '@/components/domain/stage-track'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Facts } from '@/components/ui/facts'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { TableFrame, Td, Th } from '@/components/ui/table'
import { Age, Instant } from '@/components/ui/time'
import { formatFraction, formatHours, formatNumber, humanise, humaniseInside } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { ProblemError } from '@/lib/problem'
import { ContributionsCard, DecisionCard } from '@/components/decision/decision-view'
import { InsightCards, MovesCard } from './insight'
import { ended, isEditable } from './list-model'
import { ProgressTrack } from './progress'
import { progressOf } from './progress-model'
import { useText } from './text'
import { WorkloadActions } from './workload-actions'
import { Amount, Told } from '@/components/domain/amount'

const Logs = lazy(() => import('./logs'))

const hasEnded = (workload: Workload) => ended.some((state) => state === workload.state)

export function WorkloadPage() {
  const t = useText()
  const user = useUser()
  const { id = '' } = useParams()
  const query = useQuery({ ...workloadQuery(id), refetchInterval: useRefreshInterval(60_000) })
  if (query.error instanceof ProblemError && query.error.status === 404) {
    return (
      <>
        <PageHeader title={id} />
        <EmptyState
          title={t('one.none')}
          action={
            <Link to="/workloads" className={buttonClass()}>
              {t('one.back')}
            </Link>
          }
        >
          {t('one.none.text')}
        </EmptyState>
      </>
    )
  }
  return (
    <>
      <PageHeader
        title={id}
        lead={
          query.data && (
            <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span role="status" data-testid="workload-state">
                <WorkloadStateBadge state={query.data.state} />
              </span>
              <span>
                {t.rich('one.lead', {
                  kind: humanise(query.data.kind),
                  team: query.data.team,
                  environment: query.data.environment,
                  author: query.data.author.name,
                  age: <Age instant={query.data.created_at} />,
                })}
              </span>
            </span>
          )
        }
        actions={
          query.data && (
            <>
              {canSubmit(user) && isEditable(query.data) && (
                <Link to={`/workloads/new?edit=${encodeURIComponent(id)}`} className={buttonClass()}>
                  {t('edit')}
                </Link>
              )}
              {canSubmit(user) && (
                <Link to={`/workloads/new?from=${encodeURIComponent(id)}`} className={buttonClass()}>
                  {t('again')}
                </Link>
              )}
              <WorkloadActions workload={query.data} />
            </>
          )
        }
      />
      <QueryView query={query} what={t('one.what')} loading={<LoadingLines lines={10} />}>
        {(workload) => (
          <>
            <Way workload={workload} />
            <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
              <div className="min-w-0 space-y-4">
                {workload.unplaceable_reason !== null && (
                  <div role="status" className="rounded-md bg-bad-soft p-4 text-[13px]">
                    <p className="font-semibold text-bad">{t('one.unplaceable')}</p>
                    <p className="mt-0.5">
                      <Told text={workload.unplaceable_reason} />
                    </p>
                    <p className="mt-1 text-xs text-muted">{t('one.retried')}</p>
                  </div>
                )}
                {workload.cancel_requested && !hasEnded(workload) && (
                  <p role="status" className="rounded-md bg-warn-soft p-4 text-[13px]">
                    {t.rich('one.cancelling', {
                      b: (inner) => <strong className="font-semibold text-warn">{inner}</strong>,
                    })}
                  </p>
                )}
                {workload.reason !== null && workload.unplaceable_reason === null && (
                  <p role="status" className="rounded-md bg-sunken px-4 py-3 text-[13px]">
                    <Told text={workload.reason} />
                  </p>
                )}
                <DecisionSection workload={workload} />
                <ChangesSection id={workload.id} />
                <DeploymentsSection id={workload.id} />
                <InsightCards workload={workload} />
              </div>
              <div className="min-w-0 space-y-4">
                <HistorySection id={workload.id} />
                <MovesCard id={workload.id} />
                <SpecSection workload={workload} />
              </div>
            </div>
          </>
        )}
      </QueryView>
    </>
  )
}

/** How far it came, from its history and its newest change. */
function Way({ workload }: { workload: Workload }) {
  const history = useQuery(workloadHistoryQuery(workload.id))
  const changes = useQuery(changesOfQuery(workload.id))
  return (
    <ProgressTrack
      progress={progressOf({
        workload,
        history: history.data?.items ?? [],
        change: changes.data?.items[0] ?? null,
      })}
    />
  )
}

function DecisionSection({ workload }: { workload: Workload }) {
  const t = useText()
  const query = useQuery({ ...decisionQuery(workload.decision_id ?? ''), enabled: workload.decision_id !== null })
  if (workload.decision_id === null) {
    return (
      <Card title={t('decision')}>
        <EmptyState title={t(hasEnded(workload) ? 'decision.ended' : 'decision.none')}>
          {!hasEnded(workload) && t('decision.none.text')}
        </EmptyState>
      </Card>
    )
  }
  return (
    <QueryView
      query={query}
      what={t('decision.what')}
      loading={
        <Card title={t('decision')}>
          <LoadingLines lines={6} />
        </Card>
      }
    >
      {(decision) => (
        <div className="space-y-4" data-testid="decision">
          <DecisionCard
            decision={decision}
            actions={
              <Link
                to={`/workloads/${encodeURIComponent(workload.id)}/decision?id=${decision.id}`}
                className={buttonClass('secondary', 'sm')}
              >
                {t('decision.open')}
              </Link>
            }
          />
          <ContributionsCard decision={decision} />
        </div>
      )}
    </QueryView>
  )
}

function ChangesSection({ id }: { id: string }) {
  const t = useText()
  const query = useQuery({ ...changesOfQuery(id), refetchInterval: useRefreshInterval(30_000) })
  return (
    <Card title={t('changes')} note={t('changes.note')} flush>
      <QueryView
        query={query}
        what={t('changes.what')}
        loading={
          <div className="p-4">
            <LoadingLines />
          </div>
        }
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title={t('changes.none')}>{t('changes.none.text')}</EmptyState>}
      >
        {(page) => (
          <ul>
            {page.items.map((change, index) => (
              <li key={change.id} className="border-b p-4 last:border-b-0">
                <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
                  <Link
                    to={`/changes/${change.id}`}
                    className="text-[13px] font-medium text-accent underline-offset-2 hover:underline"
                  >
                    <span lang="en">{change.title}</span>
                  </Link>
                  <ChangeStateBadge state={change.state} />
                  <span className="text-xs text-muted">
                    <Age instant={change.created_at} />
                  </span>
                  {change.state === 'awaiting_approval' && (
                    <Link to={`/approvals/${change.id}`} className={buttonClass('secondary', 'sm')}>
                      {t('changes.approval')}
                    </Link>
                  )}
                </div>
                {index === 0 && <StageTrack change={change} />}
                {change.failure !== null && (
                  <p className="mt-2 text-[13px] text-bad">
                    {t('changes.failed', { stage: humaniseInside(change.failure.stage) })}{' '}
                    <Told text={change.failure.detail} />
                  </p>
                )}
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  )
}

const deploymentTones: Record<DeploymentState, Tone> = {
  pending: 'accent',
  running: 'good',
  completed: 'neutral',
  lost: 'bad',
  terminated: 'neutral',
}

function DeploymentsSection({ id }: { id: string }) {
  const t = useText()
  const [logs, setLogs] = useState<string | null>(null)
  const query = useQuery({ ...deploymentsOfQuery(id), refetchInterval: useRefreshInterval(30_000) })
  return (
    <Card title={t('deployments')} note={t('deployments.note')} flush>
      <QueryView
        query={query}
        what={t('deployments.what')}
        loading={
          <div className="p-4">
            <LoadingLines />
          </div>
        }
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title={t('deployments.none')}>{t('deployments.none.text')}</EmptyState>}
      >
        {(page) => (
          <TableFrame label={t('deployments')}>
            <thead>
              <tr>
                <Th>{t('col.instances')}</Th>
                <Th>{t('state')}</Th>
                <Th>{t('col.where')}</Th>
                <Th>{t('col.type')}</Th>
                <Th numeric>{t('col.cost')}</Th>
                <Th>{t('col.seen')}</Th>
                <Th>{t('logs')}</Th>
              </tr>
            </thead>
            <tbody>
              {page.items.map((deployment) => (
                <tr key={deployment.id}>
                  <Td>
                    <ul className="space-y-0.5">
                      {deployment.instances.map((replica) => (
                        <li key={replica.replica} className="flex items-center gap-2 whitespace-nowrap">
                          <code className="text-xs">{replica.instance_id ?? t('instance.none')}</code>
                          {deployment.instances.length > 1 && (
                            <span className="text-xs text-muted">{humaniseInside(replica.state)}</span>
                          )}
                        </li>
                      ))}
                    </ul>
                  </Td>
                  <Td>
                    <Badge tone={deploymentTones[deployment.state]}>{humanise(deployment.state)}</Badge>
                    {deployment.reason !== null && (
                      <p className="mt-1 text-xs text-muted">
                        <Told text={deployment.reason} />
                      </p>
                    )}
                  </Td>
                  <Td>
                    <ProviderName provider={deployment.provider} />{' '}
                    <span className="whitespace-nowrap text-muted">{deployment.zone.replace(/^[a-z]+:/, '')}</span>
                    {deployment.simulated && (
                      <span className="ml-2">
                        <SimulatedBadge what={t('simulated.deployment')} />
                      </span>
                    )}
                  </Td>
                  <Td>
                    <code className="text-xs">{deployment.instance_type}</code>
                    <span className="block text-xs text-muted">{humaniseInside(deployment.purchase_option)}</span>
                  </Td>
                  <Td numeric>
                    <Amount money={deployment.hourly_cost} unit="h" />
                  </Td>
                  <Td>{deployment.observed_at === null ? t('seen.none') : <Age instant={deployment.observed_at} />}</Td>
                  <Td>
                    <Button size="sm" variant="ghost" aria-haspopup="dialog" onClick={() => setLogs(deployment.id)}>
                      {t('logs')}
                    </Button>
                  </Td>
                </tr>
              ))}
            </tbody>
          </TableFrame>
        )}
      </QueryView>
      {logs !== null && (
        <Suspense fallback={null}>
          <Logs deployment={logs} workload={id} onClose={() => setLogs(null)} />
        </Suspense>
      )}
    </Card>
  )
}

function HistorySection({ id }: { id: string }) {
  const t = useText()
  const query = useQuery({ ...workloadHistoryQuery(id), refetchInterval: useRefreshInterval(60_000) })
  return (
    <Card title={t('timeline')}>
      <QueryView
        query={query}
        what={t('timeline.what')}
        compact
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title={t('timeline.none')} />}
      >
        {(page) => (
          <ol>
            {page.items.map((entry, index) => (
              <li key={`${entry.at} ${index}`} className="relative flex gap-3 pb-4 last:pb-0">
                {index < page.items.length - 1 && (
                  <span aria-hidden="true" className="absolute top-3 bottom-0 left-[3px] w-px bg-line" />
                )}
                <span aria-hidden="true" className="z-10 mt-1.5 size-[7px] shrink-0 rounded-full bg-accent" />
                <div className="min-w-0 text-[13px]">
                  <p className="font-medium">{humanise(entry.to)}</p>
                  <p className="text-xs text-muted">
                    <Instant instant={entry.at} />
                  </p>
                  {entry.reason && (
                    <p className="mt-0.5 text-xs wrap-anywhere text-muted">
                      <Told text={entry.reason} />
                    </p>
                  )}
                </div>
              </li>
            ))}
          </ol>
        )}
      </QueryView>
    </Card>
  )
}

function list(values: readonly (string | number)[] | undefined): string | null {
  return values && values.length > 0 ? values.join(', ') : null
}

function SpecSection({ workload }: { workload: Workload }) {
  const t = useText()
  const { container } = workload
  const optional = (term: string, value: string | null | undefined) => (value ? { term, value } : null)
  return (
    <Card title={t('spec')} note={t('spec.version', { version: workload.version })}>
      <Facts
        narrow
        items={[
          { term: t('spec.image'), value: <code className="text-xs">{container.image}</code> },
          optional(t('spec.command'), container.command.join(' ')),
          { term: t('col.cpu'), value: t('spec.cores', { count: workload.cpu_cores }) },
          { term: t('col.memory'), value: `${formatNumber(workload.memory_gb)} GiB` },
          workload.gpus > 0 && {
            term: t('col.gpus'),
            value: t('spec.gpus', { count: workload.gpus, model: workload.gpu_model ?? t('spec.gpu.any') }),
          },
          { term: t('spec.replicas'), value: container.replicas },
          { term: t('spec.disk'), value: `${container.disk_gb} GiB` },
          optional(t('spec.architecture'), workload.architecture),
          optional(t('spec.ports'), list(container.ports)),
          { term: t('col.priority'), value: humanise(workload.priority) },
          { term: t('spec.cost'), value: formatFraction(workload.cost_sensitivity) },
          { term: t('spec.latency'), value: formatFraction(workload.latency_sensitivity) },
          { term: t('spec.spot'), value: t(workload.interruptible ? 'yes' : 'no') },
          workload.estimated_duration_hours
            ? { term: t('spec.duration'), value: formatHours(workload.estimated_duration_hours) }
            : null,
          workload.deadline ? { term: t('spec.deadline'), value: <Instant instant={workload.deadline} /> } : null,
          optional(t('spec.variables'), list(Object.keys(container.env))),
          optional(t('spec.secrets'), list(container.secrets.map((secret) => secret.name))),
          optional(t('spec.checkpoint'), container.checkpoint?.uri),
          optional(
            t('spec.health'),
            container.health_check
              ? t('spec.health.on', { path: container.health_check.path, port: String(container.health_check.port) })
              : null,
          ),
          optional(t('spec.allowed'), list(workload.regions_allowed)),
          optional(t('spec.forbidden'), list(workload.regions_forbidden)),
          optional(
            t('spec.data'),
            workload.data_location
              ? t('spec.data.in', { size: workload.data_size_gb, place: workload.data_location })
              : null,
          ),
        ]}
      />
    </Card>
  )
}
