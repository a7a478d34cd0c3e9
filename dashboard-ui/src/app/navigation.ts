import type { RouteObject } from 'react-router'
import type { FeatureRoutes, Place } from '@/lib/routes'

/** Every feature says itself where its pages are and how they are reached. */
const features = Object.values(import.meta.glob<FeatureRoutes>('../features/*/routes.tsx', { eager: true }))

export const featureRoutes: RouteObject[] = features.flatMap((feature) => feature.routes)

export const places: Place[] = features.flatMap((feature) => feature.places ?? []).toSorted((a, b) => a.order - b.order)
