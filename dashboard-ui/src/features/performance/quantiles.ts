/** The value under which so large a part of the sorted values lies (nearest rank); null of nothing. */
export function quantile(sorted: readonly number[], part: number): number | null {
  if (sorted.length === 0) return null
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null
}

export type Latencies = { zone: string; count: number; median: number; p95: number; longest: number }

/** How long placements waited, by zone, the busiest zone first. */
export function latenciesByZone(outcomes: readonly { zone: string; queue_seconds: number | null }[]): Latencies[] {
  const zones = new Map<string, number[]>()
  for (const { zone, queue_seconds: seconds } of outcomes) {
    if (seconds !== null) zones.set(zone, [...(zones.get(zone) ?? []), seconds])
  }
  return [...zones]
    .map(([zone, values]) => ({ zone, ...latencies(values) }))
    .sort((a, b) => b.count - a.count || a.zone.localeCompare(b.zone))
}

export function latencies(values: readonly number[]): Omit<Latencies, 'zone'> {
  const sorted = values.toSorted((a, b) => a - b)
  return {
    count: sorted.length,
    median: quantile(sorted, 0.5) ?? Number.NaN,
    p95: quantile(sorted, 0.95) ?? Number.NaN,
    longest: sorted.at(-1) ?? Number.NaN,
  }
}
