import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { pendingQuery } from '@/api/changes'
import { useUser } from '@/api/session'
import type { Change } from '@/api/types'
import { Amount } from '@/components/domain/amount'
import { FilterSelect } from '@/components/domain/filter-select'
import { levelText } from '@/components/domain/labels'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { cn } from '@/lib/cn'
import { download, toCsv } from '@/lib/csv'
import { moneyDelta } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { useShortcut } from '@/lib/shortcuts'
import { choice, text, useUrlState } from '@/lib/url-state'
import { ApprovalDetail } from './approval-detail'
import { ApprovalsLayout } from './approvals-layout'
import { csvColumns, inOrder, orders } from './inbox-order'
import { useText } from './text'
import { VerdictDialog, type Verdict } from './verdict-dialog'
import { whyNot } from './verdict-rights'

const schema = { sort: choice(orders, 'oldest'), environment: text() }

/** The inbox of those who approve: a list, the change beside it, and a verdict by a key. */
export function ApprovalsPage() {
  const t = useText()
  const { id } = useParams()
  const [state, set] = useUrlState(schema)
  const query = useQuery({ ...pendingQuery, refetchInterval: useRefreshInterval(30_000) })
  const all = query.data?.items ?? []
  const items = inOrder(all, state.sort, state.environment)
  return (
    <ApprovalsLayout
      lead={
        <>
          {t('lead')}
          <span className="max-lg:hidden"> {t.rich('keys', { k: (key) => <Key>{key}</Key> })}</span>
        </>
      }
    >
      <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <Card flush className={cn(id !== undefined && 'max-lg:hidden')}>
          <QueryView
            query={query}
            what={t('what')}
            loading={
              <div className="p-4">
                <LoadingLines lines={6} />
              </div>
            }
            isEmpty={(page) => page.items.length === 0}
            empty={<EmptyState title={t('empty')}>{t('empty.hint')}</EmptyState>}
          >
            {() => (
              <>
                <search className="flex items-end gap-2 border-b p-3">
                  <FilterSelect
                    className="flex-1"
                    label={t('sort')}
                    all={false}
                    value={state.sort}
                    options={orders}
                    names={(order) => t(`sort.${order}`)}
                    onChange={(sort) => set({ sort: sort === '' ? 'oldest' : sort })}
                  />
                  <FilterSelect
                    className="flex-1"
                    label={t('filter.environment')}
                    value={state.environment}
                    options={[...new Set(all.map((change) => change.environment))].sort()}
                    names={(name) => name}
                    onChange={(environment) => set({ environment })}
                  />
                  <Button
                    variant="ghost"
                    size="icon"
                    title={t('csv.label')}
                    aria-label={t('csv.label')}
                    onClick={() => download('approvals.csv', toCsv(items, csvColumns))}
                  >
                    <Download className="size-4" aria-hidden="true" />
                  </Button>
                </search>
                <ul aria-label={t('list')} className="lg:max-h-[calc(100dvh-15rem)] lg:overflow-y-auto">
                  {items.map((change) => (
                    <InboxRow key={change.id} change={change} selected={change.id === id} />
                  ))}
                </ul>
              </>
            )}
          </QueryView>
        </Card>
        {id === undefined ? (
          <Card className="max-lg:hidden">
            <EmptyState title={t(items.length > 0 ? 'choose' : 'placeholder')}>{t('choose.hint')}</EmptyState>
          </Card>
        ) : (
          <div className="min-w-0">
            <Link to="/approvals" className="mb-3 inline-flex items-center gap-1 text-[13px] text-accent lg:hidden">
              <ArrowLeft className="size-4" aria-hidden="true" />
              {t('all')}
            </Link>
            <Judged key={id} id={id} items={items} />
          </div>
        )}
      </div>
      {id === undefined && <Keys items={items} id={undefined} onVerdict={null} />}
    </ApprovalsLayout>
  )
}

function Key({ children }: { children: string }) {
  return <kbd className="rounded border bg-surface px-1 font-mono text-2xs">{children}</kbd>
}

function InboxRow({ change, selected }: { change: Change; selected: boolean }) {
  const t = useText()
  const delta = change.plan === null ? null : moneyDelta(change.plan.hourly_cost_before, change.plan.hourly_cost_after)
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // The keys move on in the list, which has to follow.
    if (selected) row.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <li ref={row} className="border-b last:border-b-0">
      <Link
        to={`/approvals/${change.id}`}
        aria-current={selected ? 'true' : undefined}
        className={cn('block px-4 py-3 hover:bg-sunken', selected && 'bg-accent-soft hover:bg-accent-soft')}
      >
        <span lang="en" className="block text-[13px] font-medium wrap-anywhere">
          {change.title}
        </span>
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
            <Badge>{t('given', { granted: change.approval.granted, required: change.approval.required })}</Badge>
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
    if (asked !== null)
      setParams(
        (before) => {
          before.delete('verdict')
          return before
        },
        { replace: true, preventScrollReset: true },
      )
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

/** The keys of the inbox; the app's help lists them. */
function Keys({
  items,
  id,
  onVerdict,
}: {
  items: Change[]
  id: string | undefined
  onVerdict: ((verdict: Verdict) => void) | null
}) {
  const t = useText()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const at = items.findIndex((item) => item.id === id)
  const go = (index: number) => {
    const next = items[Math.max(0, Math.min(items.length - 1, index))]
    const kept = new URLSearchParams(params)
    kept.delete('verdict')
    if (next !== undefined)
      void navigate({ pathname: `/approvals/${next.id}`, search: kept.toString() }, { preventScrollReset: true })
  }
  useShortcut('j', t('next'), () => go(at + 1))
  useShortcut('k', t('previous'), () => go(at - 1))
  useShortcut('a', t('approve'), () => onVerdict?.('approve'), { enabled: onVerdict !== null })
  useShortcut('r', t('reject'), () => onVerdict?.('reject'), { enabled: onVerdict !== null })
  return null
}
