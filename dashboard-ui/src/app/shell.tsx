import { useIsFetching, useQuery } from '@tanstack/react-query'
import { Boxes, CircleCheckBig, GitPullRequestArrow, LayoutDashboard, ScrollText } from 'lucide-react'
import { Suspense } from 'react'
import { NavLink, Outlet, ScrollRestoration, useNavigation } from 'react-router'
import { pendingQuery } from '@/api/changes'
import { canSeeAudit, sessionQuery, useUser } from '@/api/session'
import { telemetryQuery } from '@/api/telemetry'
import { Badge } from '@/components/ui/badge'
import { LoadingLines } from '@/components/ui/states'
import { Hint } from '@/components/ui/tooltip'
import { domainSpeed, useNow } from '@/lib/clock'
import { cn } from '@/lib/cn'
import { formatInstant } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { useWallNow } from '@/lib/wall-clock'
import { ConnectionState, OutageBanner } from './connection-state'
import { ThemeMenu } from './theme-menu'
import { UserMenu } from './user-menu'

const places = [
  { to: '/', label: 'Overview', icon: LayoutDashboard, end: true },
  { to: '/workloads', label: 'Workloads', icon: Boxes, end: false },
  { to: '/approvals', label: 'Approvals', icon: CircleCheckBig, end: false },
  { to: '/changes', label: 'Changes', icon: GitPullRequestArrow, end: false },
]

const auditPlace = { to: '/audit', label: 'Audit', icon: ScrollText, end: false }

function PendingCount() {
  const pending = useQuery({ ...pendingQuery, refetchInterval: useRefreshInterval(60_000) })
  const count = pending.data?.items.length ?? 0
  if (count === 0) return null
  return (
    <span className="num rounded-full bg-warn-soft px-1.5 text-2xs font-semibold text-warn max-md:absolute max-md:top-1 max-md:left-[calc(50%+6px)] md:ml-auto">
      <span className="sr-only">, waiting: </span>
      {count}
      {pending.data?.next !== null && '+'}
    </span>
  )
}

function Brand() {
  return (
    <NavLink
      to="/"
      className="flex items-center gap-2 rounded-md text-[15px] font-semibold tracking-tight"
      aria-label="SWEN, overview"
    >
      <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="22" height="22" />
      SWEN
    </NavLink>
  )
}

/** Everything in the clouds is made up, and the clock may run fast: said once, in sight on every page. */
function SimulatedCloud() {
  const { data } = useQuery(sessionQuery)
  const wall = useWallNow()
  const domain = useNow()
  if (data?.authenticated !== true || !data.simulated) return null
  const measured = domainSpeed()
  // Measured over a network: more digits than these would only be its jitter.
  const speed = measured >= 20 ? Math.round(measured / 5) * 5 : Math.round(measured)
  const apart = Math.abs(domain - wall) > 90_000 || speed > 1.5
  return (
    <Hint
      content={
        <>
          Instances, metrics and spot prices come from the built-in simulator of AWS and Alibaba Cloud. No real account
          is used and nothing is billed.
          {apart && (
            <span className="num mt-1 block">
              The simulated clock shows {formatInstant(new Date(domain).toISOString())}
              {speed > 1.5 && `, running about ${speed}× as fast`}.
            </span>
          )}
        </>
      }
    >
      <Badge tone="info">
        <span className="max-sm:sr-only">Simulated cloud</span>
        <span aria-hidden="true" className="sm:hidden">
          Sim
        </span>
        {speed > 1.5 && <span className="num">{speed}×</span>}
      </Badge>
    </Hint>
  )
}

/** Ages are taken against the platform's clock on every page; two answers are needed to know how fast it runs. */
function useDomainClock() {
  const session = useQuery(sessionQuery)
  useQuery({
    ...telemetryQuery,
    enabled: session.data?.authenticated === true,
    refetchInterval: (query) => (query.state.dataUpdateCount < 2 ? 5_000 : 30_000),
  })
}

export function Shell() {
  const navigation = useNavigation()
  const busy = useIsFetching() > 0
  const shown = canSeeAudit(useUser()) ? [...places, auditPlace] : places
  useDomainClock()
  return (
    <div className="md:grid md:min-h-dvh md:grid-cols-[13rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('content')?.focus()
        }}
      >
        Skip to the content
      </a>

      <aside className="md:sticky md:top-0 md:flex md:h-dvh md:flex-col md:border-r md:bg-surface">
        <div className="hidden h-14 items-center px-4 md:flex">
          <Brand />
        </div>
        <nav
          aria-label="Main"
          className="fixed inset-x-0 bottom-0 z-30 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:static md:border-0 md:px-2 md:pb-0"
        >
          <ul className="grid auto-cols-fr max-md:grid-flow-col md:grid-cols-1 md:gap-0.5">
            {shown.map(({ to, label, icon: Icon, end }) => (
              <li key={to}>
                <NavLink
                  to={to}
                  end={end}
                  className={({ isActive }) =>
                    cn(
                      'relative flex items-center rounded-md text-[13px] font-medium transition-colors max-md:h-14 max-md:flex-col max-md:justify-center max-md:gap-1 max-md:text-2xs md:h-8 md:gap-2.5 md:px-2.5',
                      isActive ? 'text-accent md:bg-accent-soft' : 'text-muted hover:text-text md:hover:bg-sunken',
                    )
                  }
                >
                  <Icon className="size-4" aria-hidden="true" />
                  {label}
                  {to === '/approvals' && <PendingCount />}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
      </aside>

      <div className="min-w-0">
        <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b bg-surface px-4 md:px-6">
          <div className="md:hidden">
            <Brand />
          </div>
          <SimulatedCloud />
          <div className="ml-auto flex items-center gap-1">
            <ConnectionState />
            <ThemeMenu />
            <UserMenu />
          </div>
          {(navigation.state !== 'idle' || busy) && (
            <div aria-hidden="true" className="absolute inset-x-0 -bottom-px h-px animate-pulse bg-accent" />
          )}
        </header>
        <OutageBanner />
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-[96rem] px-4 pt-5 pb-24 md:px-6 md:pb-10">
          <Suspense fallback={<LoadingLines lines={6} label="Opening the page" />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <ScrollRestoration />
    </div>
  )
}
