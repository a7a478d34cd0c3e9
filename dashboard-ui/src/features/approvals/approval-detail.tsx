import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { changeQuery } from '@/api/changes'
import { useUser } from '@/api/session'
import type { Change } from '@/api/types'
import { Amount } from '@/components/domain/amount'
import { ApprovalFacts } from '@/components/domain/approval-facts'
import { BreakGlassButton } from '@/components/domain/break-glass'
import { ChangeFacts, Commits } from '@/components/domain/change-facts'
import { ChangeStateBadge } from '@/components/domain/labels'
import { OfferLine, OfferMarks } from '@/components/domain/offer-line'
import { PlanActions, PlanCost, PlanCounts, PolicyFindings } from '@/components/domain/plan-view'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { LoadingLines, QueryView } from '@/components/ui/states'
import { formatFraction, humanise, humaniseInside } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { risksOf, type Risk } from './risk'
import { useText } from './text'
import type { Verdict } from './verdict-dialog'
import { obstacleText, whyNot } from './verdict-rights'

type ApprovalDetailProps = { id: string; onLoaded: (change: Change) => void; onVerdict: (verdict: Verdict) => void }

export function ApprovalDetail({ id, onLoaded, onVerdict }: ApprovalDetailProps) {
  const t = useText()
  const query = useQuery({ ...changeQuery(id), refetchInterval: useRefreshInterval(30_000) })
  const change = query.data
  useEffect(() => {
    if (change !== undefined) onLoaded(change)
  }, [change, onLoaded])
  return (
    <QueryView
      query={query}
      what={t('change.what')}
      loading={
        <Card>
          <LoadingLines lines={8} />
        </Card>
      }
    >
      {(loaded) => <Detail change={loaded} onVerdict={onVerdict} />}
    </QueryView>
  )
}

function Detail({ change, onVerdict }: { change: Change; onVerdict: (verdict: Verdict) => void }) {
  const t = useText()
  const user = useUser()
  const obstacle = whyNot(user, change)
  return (
    <article className="space-y-4" aria-label={change.title}>
      <Card
        title={<span lang="en">{change.title}</span>}
        actions={
          <span role="status" data-testid="change-state">
            <ChangeStateBadge state={change.state} />
          </span>
        }
      >
        {change.plan === null ? (
          <p className="text-[13px] text-muted">{t('plan.none')}</p>
        ) : (
          <PlanCost plan={change.plan} />
        )}
        {change.approval !== null && (
          <div className="mt-4 border-t pt-4">
            <ApprovalFacts approval={change.approval} open={change.state === 'awaiting_approval'} />
          </div>
        )}
        <Risks change={change} />
        {change.held_back !== null && (
          <p className="mt-4 rounded-md bg-warn-soft p-3 text-[13px]">
            {t.rich('held', { why: <span lang="en">{change.held_back}</span> })}
          </p>
        )}
        <div className="mt-4 flex flex-wrap items-center gap-2 border-t pt-4">
          <Button
            variant="primary"
            disabled={obstacle !== null}
            aria-describedby={obstacle === null ? undefined : 'obstacle'}
            onClick={() => onVerdict('approve')}
          >
            {t('approve.dots')}
          </Button>
          <Button
            disabled={obstacle !== null}
            aria-describedby={obstacle === null ? undefined : 'obstacle'}
            onClick={() => onVerdict('reject')}
          >
            {t('reject.dots')}
          </Button>
          <BreakGlassButton change={change} place={`/approvals/${change.id}`} />
          {obstacle !== null && (
            <p id="obstacle" className="text-[13px] text-muted">
              {obstacleText(t, obstacle, user)}
            </p>
          )}
          <Link
            to={`/changes/${change.id}`}
            className="ml-auto text-[13px] text-accent underline-offset-2 hover:underline"
          >
            {t('stages')}
          </Link>
        </div>
      </Card>

      <Card title={t('about')} flush>
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
                {item.confidence !== null && ` · ${t('confidence', { value: formatFraction(item.confidence) })}`}
                {item.priority !== null && ` · ${t('priority', { value: humaniseInside(item.priority) })}`}
              </span>
            </li>
          ))}
        </ul>
      </Card>

      {change.plan !== null && (
        <Card title={t('plan')} note={<PlanCounts plan={change.plan} />} flush>
          <PlanActions plan={change.plan} />
        </Card>
      )}
      {change.plan !== null && (
        <Card title={t('policies')}>
          <PolicyFindings plan={change.plan} />
        </Card>
      )}
      <Card title={t('commits')}>
        <Commits change={change} />
      </Card>
      <Card title={t('origin')}>
        <ChangeFacts change={change} />
      </Card>
    </article>
  )
}

const riskTones: Record<Risk['level'], Tone> = { high: 'bad', medium: 'warn', low: 'info' }

function Risks({ change }: { change: Change }) {
  const t = useText()
  if (change.plan === null) return null
  const risks = risksOf(change, t)
  return (
    <div className="mt-4 border-t pt-4">
      <h3 className="text-xs text-muted">{t('risk')}</h3>
      {risks.length === 0 ? (
        <p className="mt-1 text-[13px]">{t('risk.none')}</p>
      ) : (
        <ul className="mt-1.5 space-y-1.5 text-[13px]">
          {risks.map((risk) => (
            <li key={risk.id} className="flex items-baseline gap-2">
              <Badge tone={riskTones[risk.level]}>{humanise(risk.level)}</Badge>
              {risk.text}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
