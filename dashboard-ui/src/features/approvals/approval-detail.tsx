import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { changeQuery } from '@/api/changes'
import { useUser } from '@/api/session'
import type { Change } from '@/api/types'
import { ApprovalFacts } from '@/components/domain/approval-facts'
import { ChangeFacts, Commits } from '@/components/domain/change-facts'
import { ChangeStateBadge } from '@/components/domain/labels'
import { OfferLine, OfferMarks } from '@/components/domain/offer-line'
import { PlanActions, PlanCost } from '@/components/domain/plan-view'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { LoadingLines, QueryView } from '@/components/ui/states'
import { formatFraction, humanise } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import type { Verdict } from './verdict-dialog'
import { whyNot } from './verdict-rights'
import { Amount } from '@/components/domain/amount'

type ApprovalDetailProps = { id: string; onLoaded: (change: Change) => void; onVerdict: (verdict: Verdict) => void }

export function ApprovalDetail({ id, onLoaded, onVerdict }: ApprovalDetailProps) {
  const query = useQuery({ ...changeQuery(id), refetchInterval: useRefreshInterval(30_000) })
  const change = query.data
  useEffect(() => {
    if (change !== undefined) onLoaded(change)
  }, [change, onLoaded])
  return (
    <QueryView
      query={query}
      what="The change"
      loading={
        <Card>
          <LoadingLines lines={8} label="Loading the change" />
        </Card>
      }
    >
      {(loaded) => <Detail change={loaded} onVerdict={onVerdict} />}
    </QueryView>
  )
}

function Detail({ change, onVerdict }: { change: Change; onVerdict: (verdict: Verdict) => void }) {
  const user = useUser()
  const obstacle = whyNot(user, change)
  return (
    <article className="space-y-4" aria-label={change.title}>
      <Card
        title={change.title}
        actions={
          <span role="status" data-testid="change-state">
            <ChangeStateBadge state={change.state} />
          </span>
        }
      >
        {change.plan === null ? (
          <p className="text-[13px] text-muted">The plan is not made yet.</p>
        ) : (
          <PlanCost plan={change.plan} />
        )}
        {change.approval !== null && (
          <div className="mt-4 border-t pt-4">
            <ApprovalFacts approval={change.approval} open={change.state === 'awaiting_approval'} />
          </div>
        )}
        <div className="mt-4 flex flex-wrap items-center gap-2 border-t pt-4">
          <Button
            variant="primary"
            disabled={obstacle !== null}
            aria-describedby={obstacle === null ? undefined : 'obstacle'}
            onClick={() => onVerdict('approve')}
          >
            Approve…
          </Button>
          <Button
            disabled={obstacle !== null}
            aria-describedby={obstacle === null ? undefined : 'obstacle'}
            onClick={() => onVerdict('reject')}
          >
            Reject…
          </Button>
          {obstacle !== null && (
            <p id="obstacle" className="text-[13px] text-muted">
              {obstacle}
            </p>
          )}
          <Link
            to={`/changes/${change.id}`}
            className="ml-auto text-[13px] text-accent underline-offset-2 hover:underline"
          >
            All stages
          </Link>
        </div>
      </Card>

      <Card title="What it is about" flush>
        <ul>
          {change.items.map((item) => (
            <li
              key={`${item.action} ${item.workload_id}`}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2.5 text-[13px] last:border-b-0"
            >
              <Badge>{humanise(item.action)}</Badge>
              <Link
                to={`/workloads/${encodeURIComponent(item.workload_id)}`}
                className="font-medium text-accent underline-offset-2 hover:underline"
              >
                {item.workload_id}
              </Link>
              {item.offer !== null && (
                <>
                  <OfferLine offer={item.offer} />
                  <OfferMarks offer={item.offer} />
                </>
              )}
              <span className="num text-muted">
                {item.hourly_cost !== null && <Amount money={item.hourly_cost} unit="h" />}
                {item.confidence !== null && ` · confidence ${formatFraction(item.confidence)}`}
                {item.priority !== null && ` · ${item.priority} priority`}
              </span>
            </li>
          ))}
        </ul>
      </Card>

      {change.plan !== null && (
        <Card
          title="Plan"
          note={`${change.plan.actions.length} ${change.plan.actions.length === 1 ? 'action' : 'actions'}`}
          flush
        >
          <PlanActions plan={change.plan} />
        </Card>
      )}
      <Card title="Commits">
        <Commits change={change} />
      </Card>
      <Card title="Origin">
        <ChangeFacts change={change} />
      </Card>
    </article>
  )
}
