import { LayoutDashboard } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  { index: true, lazy: lazyPage(async () => (await import('./overview-page')).OverviewPage, useText) },
]

export const places: Place[] = [
  { to: '/', label: 'nav.overview', icon: LayoutDashboard, order: 10, keys: 'g o', end: true },
]
