import { Settings } from 'lucide-react'
import { Navigate, type RouteObject } from 'react-router'
import { useDomain } from '@/components/domain/text'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  { path: 'settings', element: <Navigate to="/settings/security" replace /> },
  { path: 'settings/security', lazy: lazyPage(async () => (await import('./security-page')).SecurityPage, useText) },
  { path: 'settings/users', lazy: lazyPage(async () => (await import('./users-page')).UsersPage, useText) },
  {
    path: 'settings/automation',
    lazy: lazyPage(async () => (await import('./automation-page')).AutomationPage, useText, useDomain),
  },
  {
    path: 'settings/policies',
    lazy: lazyPage(async () => (await import('./policies-page')).PoliciesPage, useText),
  },
  {
    path: 'settings/connections',
    lazy: lazyPage(async () => (await import('./connections-page')).ConnectionsPage, useText),
  },
  {
    path: 'settings/keys',
    lazy: lazyPage(async () => (await import('./platform-keys-page')).PlatformKeysPage, useText),
  },
]

export const places: Place[] = [
  { to: '/settings/security', label: 'nav.settings', icon: Settings, order: 110, keys: 'g s' },
]
