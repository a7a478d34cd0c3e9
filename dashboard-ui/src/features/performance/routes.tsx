import { Gauge } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { useDomain } from '@/components/domain/text'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  {
    path: 'performance',
    lazy: lazyPage(async () => (await import('./performance-page')).PerformancePage, useText, useDomain),
  },
  {
    path: 'performance/latency',
    lazy: lazyPage(async () => (await import('./latency-page')).LatencyPage, useText, useDomain),
  },
  {
    path: 'performance/levels',
    lazy: lazyPage(async () => (await import('./levels-page')).LevelsPage, useText, useDomain),
  },
  {
    path: 'performance/forecasts',
    lazy: lazyPage(async () => (await import('./forecasts-page')).ForecastsPage, useText, useDomain),
  },
  {
    path: 'performance/capacity',
    lazy: lazyPage(async () => (await import('./capacity-page')).CapacityPage, useText, useDomain),
  },
]

export const places: Place[] = [{ to: '/performance', label: 'nav.performance', icon: Gauge, order: 70, keys: 'g e' }]
