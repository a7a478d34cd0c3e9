import { BrainCircuit } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  { path: 'models', lazy: lazyPage(async () => (await import('./models-page')).ModelsPage, useText) },
  {
    path: 'models/calibration',
    lazy: lazyPage(async () => (await import('./calibration-page')).CalibrationPage, useText),
  },
  { path: 'models/:id', lazy: lazyPage(async () => (await import('./model-page')).ModelPage, useText) },
]

export const places: Place[] = [{ to: '/models', label: 'nav.models', icon: BrainCircuit, order: 90, keys: 'g m' }]
