import { Boxes } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  { path: 'workloads', lazy: lazyPage(async () => (await import('./list-page')).WorkloadListPage, useText) },
  { path: 'workloads/new', lazy: lazyPage(async () => (await import('./submit-page')).SubmitPage, useText) },
  { path: 'workloads/:id', lazy: lazyPage(async () => (await import('./detail-page')).WorkloadPage, useText) },
]

export const places: Place[] = [{ to: '/workloads', label: 'nav.workloads', icon: Boxes, order: 20, keys: 'g w' }]
