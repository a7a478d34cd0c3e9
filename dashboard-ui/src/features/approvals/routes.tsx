import { useQuery } from '@tanstack/react-query'
import { CircleCheckBig } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { pendingQuery } from '@/api/changes'
import { useDomain } from '@/components/domain/text'
import { formatNumber } from '@/lib/format'
import { useCommon } from '@/lib/i18n/common'
import { useRefreshInterval } from '@/lib/live/live-context'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

function PendingCount() {
  const t = useCommon()
  const pending = useQuery({ ...pendingQuery, refetchInterval: useRefreshInterval(60_000) })
  const count = pending.data?.items.length ?? 0
  if (count === 0) return null
  return (
    <span className="num rounded-full bg-warn-soft px-1.5 text-2xs font-semibold text-warn max-md:absolute max-md:top-1 max-md:left-[calc(50%+6px)] md:ml-auto">
      <span className="sr-only">{t('count.waiting', { count })}</span>
      <span aria-hidden="true">
        {formatNumber(count)}
        {pending.data?.next !== null && '+'}
      </span>
    </span>
  )
}

export const routes: RouteObject[] = [
  {
    path: 'approvals/envelopes',
    lazy: lazyPage(async () => (await import('./envelopes-page')).EnvelopesPage, useText, useDomain),
  },
  {
    path: 'approvals/delegations',
    lazy: lazyPage(async () => (await import('./delegations-page')).DelegationsPage, useText, useDomain),
  },
  {
    path: 'approvals/break-glass',
    lazy: lazyPage(async () => (await import('./glass-page')).GlassPage, useText, useDomain),
  },
  {
    path: 'approvals/:id?',
    lazy: lazyPage(async () => (await import('./approvals-page')).ApprovalsPage, useText, useDomain),
  },
]

export const places: Place[] = [
  { to: '/approvals', label: 'nav.approvals', icon: CircleCheckBig, order: 40, keys: 'g a', count: PendingCount },
]
