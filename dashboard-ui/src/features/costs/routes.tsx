import { Coins } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { useDomain } from '@/components/domain/text'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  {
    path: 'costs',
    lazy: lazyPage(async () => (await import('./costs-page')).CostsPage, useText, useDomain),
  },
  {
    path: 'costs/budgets',
    lazy: lazyPage(async () => (await import('./budgets-page')).BudgetsPage, useText, useDomain),
  },
  {
    path: 'costs/opportunities',
    lazy: lazyPage(async () => (await import('./opportunities-page')).OpportunitiesPage, useText, useDomain),
  },
  {
    path: 'costs/reports',
    lazy: lazyPage(async () => (await import('./reports-page')).ReportsPage, useText, useDomain),
  },
]

export const places: Place[] = [{ to: '/costs', label: 'nav.costs', icon: Coins, order: 60, keys: 'g c' }]
