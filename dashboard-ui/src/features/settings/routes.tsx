import { Settings } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  { path: 'settings/security', lazy: lazyPage(async () => (await import('./security-page')).SecurityPage, useText) },
  { path: 'settings/users', lazy: lazyPage(async () => (await import('./users-page')).UsersPage, useText) },
]

export const places: Place[] = [
  { to: '/settings/security', label: 'nav.settings', icon: Settings, order: 110, keys: 'g s' },
]
