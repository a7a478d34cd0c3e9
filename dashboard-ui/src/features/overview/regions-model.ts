import type { Region } from '@/api/offers'
import type { OpenIncident } from '@/api/overview'
import type { ProviderTelemetry } from '@/api/types'
import { heatStep } from '@/lib/colours'

export type Part = 'americas' | 'europe' | 'asia' | 'elsewhere'
export const parts = ['americas', 'europe', 'asia', 'elsewhere'] as const

/** By longitude: good enough to find a region by where it lies. */
export function partOf(longitude: number | null | undefined): Part {
  if (longitude === null || longitude === undefined) return 'elsewhere'
  if (longitude < -30) return 'americas'
  return longitude < 60 ? 'europe' : 'asia'
}

export type Health = 'healthy' | 'incident' | 'stale' | 'outage' | 'unknown'

/** What of a cloud's telemetry says how its regions are. */
export type CloudState = Pick<ProviderTelemetry, 'provider' | 'state' | 'outages'>

/** The worst that is known of a region: its cloud's state, its own feeds, its incidents. */
export function healthOf(
  region: Pick<Region, 'id' | 'provider'>,
  telemetry: readonly CloudState[],
  incidents: readonly Pick<OpenIncident, 'region'>[],
): Health {
  const cloud = telemetry.find((each) => each.provider === region.provider)
  if (cloud === undefined) return 'unknown'
  if (cloud.state === 'unavailable') return 'outage'
  const bare = region.id.replace(/^[a-z]+:/, '')
  if (cloud.outages.some((outage) => outage.region === region.id || outage.region === bare)) return 'outage'
  if (incidents.some((incident) => incident.region === region.id)) return 'incident'
  return cloud.state === 'stale' ? 'stale' : 'healthy'
}

export function rangeOf(values: readonly number[]): { low: number; high: number } | null {
  return values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) }
}

/** On a scale of ratios: twice as dear is as far from once as four times is from twice. */
export function stepOf(value: number, range: { low: number; high: number } | null): 0 | 1 | 2 | 3 | 4 {
  if (range === null || range.high <= range.low || range.low <= 0) return 0
  return heatStep(Math.log(value / range.low) / Math.log(range.high / range.low))
}

/** North to south within a part of the world. */
export function grouped(regions: readonly Region[]): { part: Part; regions: Region[] }[] {
  return parts
    .map((part) => ({
      part,
      regions: regions
        .filter((region) => partOf(region.longitude) === part)
        .sort((a, b) => (b.latitude ?? 0) - (a.latitude ?? 0) || a.id.localeCompare(b.id)),
    }))
    .filter((group) => group.regions.length > 0)
}
