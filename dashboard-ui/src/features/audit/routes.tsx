import { ScrollText } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { canSeeAudit } from '@/api/session'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  { path: 'audit', lazy: lazyPage(async () => (await import('./audit-page')).AuditPage, useText) },
]

export const places: Place[] = [
  { to: '/audit', label: 'nav.audit', icon: ScrollText, order: 100, keys: 'g u', visible: canSeeAudit },
]
