import type { RouteObject } from 'react-router'
import { useDecisionText } from '@/components/decision/text'
import { lazyPage } from '@/lib/routes'

export const routes: RouteObject[] = [
  {
    path: 'workloads/:id/decision',
    lazy: lazyPage(async () => (await import('./decision-page')).DecisionPage, useDecisionText),
  },
]
