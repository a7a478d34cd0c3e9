import { Siren } from 'lucide-react'
import type { RouteObject } from 'react-router'
import { useDomain } from '@/components/domain/text'
import { lazyPage, type Place } from '@/lib/routes'
import { useText } from './text'

export const routes: RouteObject[] = [
  {
    path: 'incidents',
    lazy: lazyPage(async () => (await import('./incidents-page')).IncidentsPage, useText, useDomain),
  },
  {
    path: 'incidents/alerts',
    lazy: lazyPage(async () => (await import('./alerts-page')).AlertsPage, useText, useDomain),
  },
  {
    path: 'incidents/silences',
    lazy: lazyPage(async () => (await import('./silences-page')).SilencesPage, useText, useDomain),
  },
  {
    path: 'incidents/anomalies',
    lazy: lazyPage(async () => (await import('./anomalies-page')).AnomaliesPage, useText, useDomain),
  },
  {
    path: 'incidents/repairs',
    lazy: lazyPage(async () => (await import('./repairs-page')).RepairsPage, useText, useDomain),
  },
  {
    path: 'incidents/rules',
    lazy: lazyPage(async () => (await import('./rules-page')).RulesPage, useText, useDomain),
  },
  {
    path: 'incidents/:id',
    lazy: lazyPage(async () => (await import('./incident-page')).IncidentPage, useText, useDomain),
  },
]

export const places: Place[] = [{ to: '/incidents', label: 'nav.incidents', icon: Siren, order: 80, keys: 'g i' }]
