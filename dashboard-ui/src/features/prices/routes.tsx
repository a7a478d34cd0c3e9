import { ChartCandlestick } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  { path: 'prices', lazy: lazyPage(async () => (await import('./prices-page')).PricesPage, useText) },
]

export const places: Place[] = [{ to: '/prices', label: 'nav.prices', icon: ChartCandlestick, order: 30, keys: 'g p' }]
