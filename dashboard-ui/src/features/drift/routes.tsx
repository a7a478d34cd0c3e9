import { Split } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { useDomain } from '@/components/domain/text'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  { path: 'drift', lazy: lazyPage(async () => (await import('./drift-page')).DriftPage, useText, useDomain) },
]

export const places: Place[] = [{ to: '/drift', label: 'nav.drift', icon: Split, order: 55, keys: 'g d' }]
