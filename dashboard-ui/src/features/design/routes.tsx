import type { RouteObject } from 'react-router'
import { lazyPage } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  { path: 'design', lazy: lazyPage(async () => (await import('./design-page')).DesignPage, useText) },
]
