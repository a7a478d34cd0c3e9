import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { changeQuery } from '@/api/changes'
import { ApprovalFacts } from '@/components/domain/approval-facts'
import { ChangeFacts, Commits } from '@/components/domain/change-facts'
import { ChangeStateBadge } from '@/components/domain/labels'
import { PlanActions, PlanCost } from '@/components/domain/plan-view'
import { StageTrack } from '@/components/domain/stage-track'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { humanise } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { ProblemError } from '@/lib/problem'

export function ChangePage() {
  const { id = '' } = useParams()
  const query = useQuery({ ...changeQuery(id), refetchInterval: useRefreshInterval(30_000) })
  if (query.error instanceof ProblemError && query.error.status === 404) {
    return (
      <>
        <PageHeader title="Change" />
        <EmptyState
          title="There is no such change"
          action={
            <Link to="/changes" className={buttonClass()}>
              To the changes
            </Link>
          }
        />
      </>
    )
  }
  return (
    <>
      <PageHeader
        title={query.data?.title ?? 'Change'}
        lead={
          query.data && (
            <span role="status">
              <ChangeStateBadge state={query.data.state} />
            </span>
          )
        }
        actions={
          query.data?.state === 'awaiting_approval' && (
            <Link to={`/approvals/${id}`} className={buttonClass('primary')}>
              Open the approval
            </Link>
          )
        }
      />
      <QueryView query={query} what="The change" loading={<LoadingLines lines={10} label="Loading the change" />}>
        {(change) => (
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
            <div className="min-w-0 space-y-4">
              {change.failure !== null && (
                <div role="status" className="rounded-md bg-bad-soft p-4 text-[13px]">
                  <p className="font-semibold text-bad">Failed in {humanise(change.failure.stage).toLowerCase()}</p>
                  <p className="mt-0.5 wrap-anywhere">{change.failure.detail}</p>
                  <code className="mt-1 block text-xs">{change.failure.code}</code>
                </div>
              )}
              <Card title="Workloads">
                <ul className="flex flex-wrap gap-x-4 gap-y-1 text-[13px]">
                  {change.items.map((item) => (
                    <li key={`${item.action} ${item.workload_id}`}>
                      {humanise(item.action)}{' '}
                      <Link
                        to={`/workloads/${encodeURIComponent(item.workload_id)}`}
                        className="font-medium text-accent underline-offset-2 hover:underline"
                      >
                        {item.workload_id}
                      </Link>
                    </li>
                  ))}
                </ul>
              </Card>
              {change.plan !== null && (
                <Card title="Plan" flush>
                  <div className="border-b p-4">
                    <PlanCost plan={change.plan} />
                  </div>
                  <PlanActions plan={change.plan} />
                </Card>
              )}
              <Card title="Commits">
                <Commits change={change} />
              </Card>
              <Card title="Origin">
                <ChangeFacts change={change} />
              </Card>
            </div>
            <div className="min-w-0 space-y-4">
              <Card title="Stages">
                <StageTrack change={change} />
              </Card>
              {change.approval !== null && (
                <Card title="Approval">
                  <ApprovalFacts approval={change.approval} open={change.state === 'awaiting_approval'} />
                </Card>
              )}
            </div>
          </div>
        )}
      </QueryView>
    </>
  )
}
