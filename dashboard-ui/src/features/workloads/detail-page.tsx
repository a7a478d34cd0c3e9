import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { changesOfQuery } from '@/api/changes'
import { decisionQuery } from '@/api/decisions'
import { deploymentsOfQuery } from '@/api/deployments'
import { canSubmit, useUser } from '@/api/session'
import type { DeploymentState, Workload } from '@/api/types'
import { cancelWorkload, workloadHistoryQuery, workloadQuery } from '@/api/workloads'
import { ChangeStateBadge, ProviderName, SimulatedBadge, WorkloadStateBadge } from '@/components/domain/labels'
import { StageTrack } from '@/components/domain/stage-track'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { Facts } from '@/components/ui/facts'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, ErrorState, LoadingLines, QueryView } from '@/components/ui/states'
import { TableFrame, Td, Th } from '@/components/ui/table'
import { Age, Instant } from '@/components/ui/time'
import { formatFraction, formatHours, formatNumber, humanise } from '@/lib/format'
import { newKey } from '@/lib/ids'
import { useRefreshInterval } from '@/lib/live/live-context'
import { ProblemError } from '@/lib/problem'
import { DecisionView } from './decision-view'
import { Amount, Told } from '@/components/domain/amount'

const ended = ['completed', 'failed', 'cancelled']

export function WorkloadPage() {
  const { id = '' } = useParams()
  const query = useQuery({ ...workloadQuery(id), refetchInterval: useRefreshInterval(60_000) })
  if (query.error instanceof ProblemError && query.error.status === 404) {
    return (
      <>
        <PageHeader title={id} />
        <EmptyState
          title="There is no such workload"
          action={
            <Link to="/workloads" className={buttonClass()}>
              To the workloads
            </Link>
          }
        >
          Its name may be mistyped, or it belongs to a team whose workloads you cannot see.
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
                {humanise(query.data.kind)} of {query.data.team} in {query.data.environment}, submitted by{' '}
                {query.data.author.name} <Age instant={query.data.created_at} />
              </span>
            </span>
          )
        }
        actions={query.data && <CancelButton workload={query.data} />}
      />
      <QueryView query={query} what="The workload" loading={<LoadingLines lines={10} label="Loading the workload" />}>
        {(workload) => (
          <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
            <div className="min-w-0 space-y-4">
              {workload.unplaceable_reason !== null && (
                <div role="status" className="rounded-md bg-bad-soft p-4 text-[13px]">
                  <p className="font-semibold text-bad">No offer fits</p>
                  <p className="mt-0.5">
                    <Told text={workload.unplaceable_reason} />
                  </p>
                  <p className="mt-1 text-xs text-muted">
                    It is tried again with each new price epoch and after each edit.
                  </p>
                </div>
              )}
              {workload.cancel_requested && !ended.includes(workload.state) && (
                <p role="status" className="rounded-md bg-warn-soft p-4 text-[13px]">
                  <strong className="font-semibold text-warn">Being cancelled.</strong> It ends as soon as what runs of
                  it is torn down.
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
            </div>
            <div className="min-w-0 space-y-4">
              <HistorySection id={workload.id} />
              <SpecSection workload={workload} />
            </div>
          </div>
        )}
      </QueryView>
    </>
  )
}

function DecisionSection({ workload }: { workload: Workload }) {
  const query = useQuery({ ...decisionQuery(workload.decision_id ?? ''), enabled: workload.decision_id !== null })
  if (workload.decision_id === null) {
    return (
      <Card title="Decision">
        <EmptyState title={ended.includes(workload.state) ? 'It ended before a decision was made' : 'Not decided yet'}>
          {!ended.includes(workload.state) &&
            'The offers of both clouds are being compared. The decision appears here by itself, usually within seconds.'}
        </EmptyState>
      </Card>
    )
  }
  return (
    <QueryView
      query={query}
      what="The decision"
      loading={
        <Card title="Decision">
          <LoadingLines lines={6} label="Loading the decision" />
        </Card>
      }
    >
      {(decision) => <DecisionView decision={decision} />}
    </QueryView>
  )
}

function ChangesSection({ id }: { id: string }) {
  const query = useQuery({ ...changesOfQuery(id), refetchInterval: useRefreshInterval(30_000) })
  return (
    <Card title="Changes" note="the commits on their way to the cloud" flush>
      <QueryView
        query={query}
        what="Its changes"
        loading={
          <div className="p-4">
            <LoadingLines />
          </div>
        }
        isEmpty={(page) => page.items.length === 0}
        empty={
          <EmptyState title="No change yet">
            A decision becomes a commit on a branch, which then passes the pipeline’s stages.
          </EmptyState>
        }
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
                    {change.title}
                  </Link>
                  <ChangeStateBadge state={change.state} />
                  <span className="text-xs text-muted">
                    <Age instant={change.created_at} />
                  </span>
                  {change.state === 'awaiting_approval' && (
                    <Link to={`/approvals/${change.id}`} className={buttonClass('secondary', 'sm')}>
                      Open the approval
                    </Link>
                  )}
                </div>
                {index === 0 && <StageTrack change={change} />}
                {change.failure !== null && (
                  <p className="mt-2 text-[13px] text-bad">
                    Failed in {humanise(change.failure.stage).toLowerCase()}: {change.failure.detail}
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
  const query = useQuery({ ...deploymentsOfQuery(id), refetchInterval: useRefreshInterval(30_000) })
  return (
    <Card title="Deployments" note="what runs in the cloud" flush>
      <QueryView
        query={query}
        what="Its deployments"
        loading={
          <div className="p-4">
            <LoadingLines />
          </div>
        }
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title="Nothing runs yet">Instances appear here once a change is applied.</EmptyState>}
      >
        {(page) => (
          <TableFrame label="Deployments">
            <thead>
              <tr>
                <Th>Instances</Th>
                <Th>State</Th>
                <Th>Where</Th>
                <Th>Type</Th>
                <Th numeric>Cost</Th>
                <Th>Seen</Th>
              </tr>
            </thead>
            <tbody>
              {page.items.map((deployment) => (
                <tr key={deployment.id}>
                  <Td>
                    <ul className="space-y-0.5">
                      {deployment.instances.map((replica) => (
                        <li key={replica.replica} className="flex items-center gap-2 whitespace-nowrap">
                          <code className="text-xs">{replica.instance_id ?? 'not made yet'}</code>
                          {deployment.instances.length > 1 && (
                            <span className="text-xs text-muted">{humanise(replica.state).toLowerCase()}</span>
                          )}
                        </li>
                      ))}
                    </ul>
                  </Td>
                  <Td>
                    <Badge tone={deploymentTones[deployment.state]}>{humanise(deployment.state)}</Badge>
                    {deployment.reason !== null && <p className="mt-1 text-xs text-muted">{deployment.reason}</p>}
                  </Td>
                  <Td>
                    <ProviderName provider={deployment.provider} />{' '}
                    <span className="whitespace-nowrap text-muted">{deployment.zone.replace(/^[a-z]+:/, '')}</span>
                    {deployment.simulated && (
                      <span className="ml-2">
                        <SimulatedBadge what="The cloud behind this deployment" />
                      </span>
                    )}
                  </Td>
                  <Td>
                    <code className="text-xs">{deployment.instance_type}</code>
                    <span className="block text-xs text-muted">
                      {humanise(deployment.purchase_option).toLowerCase()}
                    </span>
                  </Td>
                  <Td numeric>
                    <Amount money={deployment.hourly_cost} unit="h" />
                  </Td>
                  <Td>{deployment.observed_at === null ? 'not yet' : <Age instant={deployment.observed_at} />}</Td>
                </tr>
              ))}
            </tbody>
          </TableFrame>
        )}
      </QueryView>
    </Card>
  )
}

function HistorySection({ id }: { id: string }) {
  const query = useQuery({ ...workloadHistoryQuery(id), refetchInterval: useRefreshInterval(60_000) })
  return (
    <Card title="Timeline">
      <QueryView
        query={query}
        what="The timeline"
        compact
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title="Nothing happened yet" />}
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
  const { container } = workload
  const optional = (term: string, value: string | null | undefined) => (value ? { term, value } : null)
  return (
    <Card title="Specification" note={`version ${workload.version}`}>
      <Facts
        narrow
        items={[
          { term: 'Image', value: <code className="text-xs">{container.image}</code> },
          optional('Command', container.command.join(' ')),
          { term: 'CPU', value: `${formatNumber(workload.cpu_cores)} cores` },
          { term: 'Memory', value: `${formatNumber(workload.memory_gb)} GiB` },
          workload.gpus > 0 && {
            term: 'GPUs',
            value: `${workload.gpus} ${workload.gpu_model ?? 'of any model'}`,
          },
          { term: 'Replicas', value: container.replicas },
          { term: 'Disk', value: `${container.disk_gb} GiB` },
          optional('Architecture', workload.architecture),
          optional('Ports', list(container.ports)),
          { term: 'Priority', value: humanise(workload.priority) },
          { term: 'Cost sensitivity', value: formatFraction(workload.cost_sensitivity) },
          { term: 'Latency sensitivity', value: formatFraction(workload.latency_sensitivity) },
          { term: 'May be interrupted', value: workload.interruptible ? 'yes' : 'no' },
          workload.estimated_duration_hours
            ? { term: 'Estimated duration', value: formatHours(workload.estimated_duration_hours) }
            : null,
          workload.deadline ? { term: 'Deadline', value: <Instant instant={workload.deadline} /> } : null,
          optional('Variables', list(Object.keys(container.env))),
          optional('Secrets', list(container.secrets.map((secret) => secret.name))),
          optional('Checkpoint', container.checkpoint?.uri),
          optional(
            'Health check',
            container.health_check ? `${container.health_check.path} on ${container.health_check.port}` : null,
          ),
          optional('Allowed regions', list(workload.regions_allowed)),
          optional('Forbidden regions', list(workload.regions_forbidden)),
          optional(
            'Data',
            workload.data_location ? `${formatNumber(workload.data_size_gb)} GiB in ${workload.data_location}` : null,
          ),
        ]}
      />
    </Card>
  )
}

function CancelButton({ workload }: { workload: Workload }) {
  const user = useUser()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [key, setKey] = useState(newKey)
  const cancel = useMutation({
    mutationFn: () => cancelWorkload(workload.id, key),
    onSuccess: async () => {
      setOpen(false)
      await queries.invalidateQueries({ queryKey: ['workloads'] })
    },
    onError: async () => {
      setKey(newKey())
      await queries.invalidateQueries({ queryKey: ['workloads', 'one', workload.id] })
    },
  })
  if (ended.includes(workload.state) || workload.cancel_requested || !canSubmit(user)) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>Cancel workload</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Cancel ${workload.id}?`}
        description="What runs is torn down by a change of its own and stops billing. Work since the last checkpoint is lost. This cannot be undone."
      >
        {cancel.isError && (
          <div className="mt-4">
            <ErrorState error={cancel.error} what="The workload" verb="was not cancelled" compact />
          </div>
        )}
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>Keep it</Button>
          <Button variant="danger" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            {cancel.isPending ? 'Cancelling…' : 'Cancel workload'}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
