import { Boxes } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { useDecisionText } from '@/components/decision/text'
import { lazyPage, type Place } from '@/lib/routes'
import { useSubmitText, useText } from './text'

export const routes: RouteObject[] = [
  { path: 'workloads', lazy: lazyPage(async () => (await import('./list-page')).WorkloadListPage, useText) },
  {
    path: 'workloads/new',
    lazy: lazyPage(async () => (await import('./submit-page')).SubmitPage, useText, useSubmitText, useDecisionText),
  },
  {
    path: 'workloads/:id',
    lazy: lazyPage(async () => (await import('./detail-page')).WorkloadPage, useText, useDecisionText),
  },
]

export const places: Place[] = [{ to: '/workloads', label: 'nav.workloads', icon: Boxes, order: 20, keys: 'g w' }]
