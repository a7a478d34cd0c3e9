import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { pendingQuery } from '@/api/changes'
import { useUser } from '@/api/session'
import type { Change } from '@/api/types'
import { levelText } from '@/components/domain/labels'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { cn } from '@/lib/cn'
import { moneyDelta } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { ApprovalDetail } from './approval-detail'
import { VerdictDialog, type Verdict } from './verdict-dialog'
import { whyNot } from './verdict-rights'
import { Amount } from '@/components/domain/amount'

export function ApprovalsPage() {
  const { id } = useParams()
  const query = useQuery({ ...pendingQuery, refetchInterval: useRefreshInterval(30_000) })
  const items = query.data?.items ?? []
  return (
    <>
      <PageHeader
        title="Approvals"
        lead={
          <>
            Changes that are too dear or too uncertain to go on by themselves.
            <span className="max-lg:hidden">
              {' '}
              <Key>j</Key> <Key>k</Key> next and previous, <Key>a</Key> approve, <Key>r</Key> reject.
            </span>
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <Card flush className={cn(id !== undefined && 'max-lg:hidden')}>
          <QueryView
            query={query}
            what="Approvals"
            loading={
              <div className="p-4">
                <LoadingLines lines={6} label="Loading approvals" />
              </div>
            }
            isEmpty={(page) => page.items.length === 0}
            empty={
              <EmptyState title="Nothing waits for you">
                Changes under 10 USD/h with good confidence pass by themselves. Dearer, uncertain or destructive ones
                appear here the moment their plan is ready.
              </EmptyState>
            }
          >
            {(page) => (
              <ul aria-label="Changes that wait for approval">
                {page.items.map((change) => (
                  <InboxRow key={change.id} change={change} selected={change.id === id} />
                ))}
              </ul>
            )}
          </QueryView>
        </Card>
        {id === undefined ? (
          <Card className="max-lg:hidden">
            <EmptyState title={items.length > 0 ? 'Choose a change' : 'The plan of a change is shown here'}>
              What it creates and destroys, what it costs before and after, and who has to agree.
            </EmptyState>
          </Card>
        ) : (
          <div className="min-w-0">
            <Link to="/approvals" className="mb-3 inline-flex items-center gap-1 text-[13px] text-accent lg:hidden">
              <ArrowLeft className="size-4" aria-hidden="true" />
              All approvals
            </Link>
            <Judged key={id} id={id} items={items} />
          </div>
        )}
      </div>
      {id === undefined && <Keys items={items} id={undefined} onVerdict={() => undefined} />}
    </>
  )
}

function Key({ children }: { children: string }) {
  return <kbd className="rounded border bg-surface px-1 font-mono text-2xs">{children}</kbd>
}

function InboxRow({ change, selected }: { change: Change; selected: boolean }) {
  const delta = change.plan === null ? null : moneyDelta(change.plan.hourly_cost_before, change.plan.hourly_cost_after)
  return (
    <li className="border-b last:border-b-0">
      <Link
        to={`/approvals/${change.id}`}
        aria-current={selected ? 'true' : undefined}
        className={cn('block px-4 py-3 hover:bg-sunken', selected && 'bg-accent-soft hover:bg-accent-soft')}
      >
        <span className="block text-[13px] font-medium wrap-anywhere">{change.title}</span>
        <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
          {delta !== null && (
            <span className="num font-medium text-text">
              <Amount money={delta} unit="h" sign />
            </span>
          )}
          <span>{change.environment}</span>
          <span>{change.author.name}</span>
          <Age instant={change.created_at} />
        </span>
        {change.approval !== null && (
          <span className="mt-1.5 flex flex-wrap gap-1">
            <Badge tone="warn">{levelText(change.approval.level)}</Badge>
            <Badge>
              {change.approval.granted} of {change.approval.required}
            </Badge>
          </span>
        )}
      </Link>
    </li>
  )
}

/** A change opened for judging, with the dialog and the keys that belong to it. */
function Judged({ id, items }: { id: string; items: Change[] }) {
  const user = useUser()
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const [change, setChange] = useState<Change | null>(null)
  const [params, setParams] = useSearchParams()
  const asked = params.get('verdict')
  const listed = items.find((item) => item.id === id) ?? change
  // Back from the second factor: the dialog opens as it was left, and the person decides again.
  const resumed =
    (asked === 'approve' || asked === 'reject') && change !== null && whyNot(user, change) === null ? asked : null
  const close = () => {
    setVerdict(null)
    if (asked !== null) setParams({}, { replace: true, preventScrollReset: true })
  }
  return (
    <>
      <ApprovalDetail id={id} onLoaded={setChange} onVerdict={setVerdict} />
      <Keys
        items={items}
        id={id}
        onVerdict={(next) => {
          if (listed !== null && whyNot(user, listed) === null) setVerdict(next)
        }}
      />
      {change !== null && <VerdictDialog change={change} verdict={verdict ?? resumed} onClose={close} />}
    </>
  )
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function Keys({
  items,
  id,
  onVerdict,
}: {
  items: Change[]
  id: string | undefined
  onVerdict: (verdict: Verdict) => void
}) {
  const navigate = useNavigate()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target) ||
        document.querySelector('[role="dialog"]') !== null
      )
        return
      const at = items.findIndex((item) => item.id === id)
      const go = (index: number) => {
        const next = items[Math.max(0, Math.min(items.length - 1, index))]
        if (next !== undefined) void navigate(`/approvals/${next.id}`, { preventScrollReset: true })
      }
      switch (event.key) {
        case 'j':
          go(at + 1)
          break
        case 'k':
          go(at - 1)
          break
        case 'a':
          onVerdict('approve')
          break
        case 'r':
          onVerdict('reject')
          break
        default:
          return
      }
      event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  return null
}
