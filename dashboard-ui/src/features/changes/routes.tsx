import { GitPullRequestArrow } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  { path: 'changes', lazy: lazyPage(async () => (await import('./list-page')).ChangeListPage, useText) },
  { path: 'changes/:id', lazy: lazyPage(async () => (await import('./detail-page')).ChangePage, useText) },
]

export const places: Place[] = [
  { to: '/changes', label: 'nav.changes', icon: GitPullRequestArrow, order: 50, keys: 'g h' },
]
