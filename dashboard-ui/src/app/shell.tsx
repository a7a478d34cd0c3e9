import { useIsFetching, useQuery } from '@tanstack/react-query'
import { Ellipsis, Search } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { NavLink, Outlet, ScrollRestoration, useNavigate, useNavigation } from 'react-router'
import { sessionQuery, useUser } from '@/api/session'
import { telemetryQuery } from '@/api/telemetry'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { LoadingLines } from '@/components/ui/states'
import { Hint } from '@/components/ui/tooltip'
import { domainSpeed, useNow } from '@/lib/clock'
import { cn } from '@/lib/cn'
import { formatInstant } from '@/lib/format'
import { useCommon } from '@/lib/i18n/common'
import type { Place } from '@/lib/routes'
import { useShortcut } from '@/lib/shortcuts'
import { useToasts } from '@/lib/toast'
import { useWallNow } from '@/lib/wall-clock'
import { ConnectionState, OutageBanner } from './connection-state'
import { places } from './navigation'
import { UserMenu } from './user-menu'
import { ViewMenu } from './view-menu'

const CommandPalette = lazy(() => import('./command-palette'))
const ShortcutHelp = lazy(() => import('./shortcut-help'))
const MorePlaces = lazy(() => import('./more-places'))
const Toaster = lazy(async () => ({ default: (await import('@/components/ui/toaster')).Toaster }))

/** So many places fit into a phone's bar beside the way to the others. */
const inBar = 4

function Brand() {
  const t = useCommon()
  return (
    <NavLink
      to="/"
      className="flex items-center gap-2 rounded-md text-[15px] font-semibold tracking-tight"
      aria-label={t('brand')}
    >
      <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="22" height="22" />
      {'SWEN'}
    </NavLink>
  )
}

/** Everything in the clouds is made up, and the clock may run fast: said once, in sight on every page. */
function SimulatedCloud() {
  const t = useCommon()
  const { data } = useQuery(sessionQuery)
  const wall = useWallNow()
  const domain = useNow()
  if (data?.authenticated !== true || !data.simulated) return null
  const measured = domainSpeed()
  // Measured over a network: more digits than these would only be its jitter.
  const speed = measured >= 20 ? Math.round(measured / 5) * 5 : Math.round(measured)
  const apart = Math.abs(domain - wall) > 90_000 || speed > 1.5
  const at = formatInstant(new Date(domain).toISOString())
  return (
    <Hint
      content={
        <>
          {t('sim.hint')}
          {apart && (
            <span className="num mt-1 block">
              {speed > 1.5 ? t('sim.clock.speed', { at, speed }) : t('sim.clock', { at })}
            </span>
          )}
        </>
      }
    >
      <Badge tone="info">
        <span className="max-sm:sr-only">{t('sim.badge')}</span>
        <span aria-hidden="true" className="sm:hidden">
          {t('sim.short')}
        </span>
        {speed > 1.5 && <span className="num">{`${speed}×`}</span>}
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

function PlaceShortcut({ place }: { place: Place }) {
  const t = useCommon()
  const navigate = useNavigate()
  useShortcut(place.keys, t('shortcut.goto', { page: t(place.label) }), () => void navigate(place.to), {
    scope: 'global',
  })
  return null
}

function PlaceLink({ place, className }: { place: Place; className?: string }) {
  const t = useCommon()
  const { icon: Icon, count: Count } = place
  return (
    <NavLink
      to={place.to}
      end={place.end ?? false}
      className={({ isActive }) =>
        cn(
          'relative flex items-center rounded-md text-[13px] font-medium transition-colors max-md:h-14 max-md:flex-col max-md:justify-center max-md:gap-1 max-md:text-2xs md:h-8 md:gap-2.5 md:px-2.5',
          isActive ? 'text-accent md:bg-accent-soft' : 'text-muted hover:text-text md:hover:bg-sunken',
          className,
        )
      }
    >
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      <span className="max-w-full truncate">{t(place.label)}</span>
      {Count !== undefined && <Count />}
    </NavLink>
  )
}

/** While a page or a first answer is on its way; what is only refreshed must not make the page flicker. */
function ProgressLine() {
  const navigation = useNavigation()
  const waiting = useIsFetching({ predicate: (query) => query.state.data === undefined }) > 0
  if (navigation.state === 'idle' && !waiting) return null
  return <div aria-hidden="true" className="absolute inset-x-0 -bottom-px h-px animate-pulse bg-accent" />
}

type Overlay = 'palette' | 'help' | 'more' | null

export function Shell() {
  const t = useCommon()
  const user = useUser()
  const [overlay, setOverlay] = useState<Overlay>(null)
  const toasting = useToasts().length > 0
  const shown = places.filter((place) => place.visible?.(user) ?? true)
  useDomainClock()
  useShortcut('mod+k', t('palette.open'), () => setOverlay('palette'), { scope: 'global' })
  useShortcut('/', t('palette.open'), () => setOverlay('palette'), { scope: 'global' })
  useShortcut('?', t('shortcut.title'), () => setOverlay('help'), { scope: 'global' })
  const close = () => setOverlay(null)
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
        {t('skip')}
      </a>
      {shown.map((place) => (
        <PlaceShortcut key={place.to} place={place} />
      ))}

      <aside className="md:sticky md:top-0 md:flex md:h-dvh md:flex-col md:overflow-y-auto md:border-r md:bg-surface">
        <div className="hidden h-14 shrink-0 items-center px-4 md:flex">
          <Brand />
        </div>
        <nav
          aria-label={t('nav.main')}
          className="fixed inset-x-0 bottom-0 z-30 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:static md:border-0 md:px-2 md:pb-3"
        >
          <ul className="grid auto-cols-fr max-md:grid-flow-col md:grid-cols-1 md:gap-0.5">
            {shown.map((place, index) => (
              <li key={place.to} className={cn('min-w-0', index >= inBar && 'max-md:hidden')}>
                <PlaceLink place={place} />
              </li>
            ))}
            {shown.length > inBar && (
              <li className="min-w-0 md:hidden">
                <button
                  type="button"
                  aria-haspopup="dialog"
                  className="flex h-14 w-full flex-col items-center justify-center gap-1 rounded-md text-2xs font-medium text-muted"
                  onClick={() => setOverlay('more')}
                >
                  <Ellipsis className="size-4" aria-hidden="true" />
                  {t('nav.more')}
                </button>
              </li>
            )}
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
            <Button
              variant="ghost"
              size="icon"
              aria-haspopup="dialog"
              // Begins with what is to be seen of it, for who says it to the browser (WCAG 2.5.3).
              aria-label={t('palette.button')}
              onClick={() => setOverlay('palette')}
            >
              <Search className="size-4" aria-hidden="true" />
              <kbd aria-hidden="true" className="num rounded border px-1 text-2xs text-muted max-lg:hidden">
                {'Ctrl K'}
              </kbd>
            </Button>
            <ConnectionState />
            <ViewMenu />
            <UserMenu />
          </div>
          <ProgressLine />
        </header>
        <OutageBanner />
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-[96rem] px-4 pt-5 pb-24 md:px-6 md:pb-10">
          <Suspense fallback={<LoadingLines lines={6} label={t('opening')} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Suspense fallback={null}>
        {overlay === 'palette' && <CommandPalette places={shown} onClose={close} onHelp={() => setOverlay('help')} />}
        {overlay === 'help' && <ShortcutHelp onClose={close} />}
        {overlay === 'more' && <MorePlaces places={shown.slice(inBar)} onClose={close} />}
        {toasting && <Toaster />}
      </Suspense>
      <ScrollRestoration />
    </div>
  )
}
