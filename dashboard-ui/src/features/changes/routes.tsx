import { GitPullRequestArrow } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { useDomain } from '@/components/domain/text'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  { path: 'changes', lazy: lazyPage(async () => (await import('./list-page')).ChangeListPage, useText, useDomain) },
  {
    path: 'changes/board',
    lazy: lazyPage(async () => (await import('./board-page')).ChangeBoardPage, useText, useDomain),
  },
  { path: 'changes/pins', lazy: lazyPage(async () => (await import('./pins-page')).PinsPage, useText, useDomain) },
  { path: 'changes/:id', lazy: lazyPage(async () => (await import('./detail-page')).ChangePage, useText, useDomain) },
]

export const places: Place[] = [
  { to: '/changes', label: 'nav.changes', icon: GitPullRequestArrow, order: 50, keys: 'g h' },
]
