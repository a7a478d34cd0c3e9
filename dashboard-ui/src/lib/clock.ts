import { useWallNow } from './wall-clock'

/**
 * Domain time. The platform's clock may run faster than the wall's (simulator), so ages are taken against the time the
 * services last told, moved on at the speed seen between two tellings.
 */
type Sample = { domain: number; wall: number }

let latest: Sample | null = null
let anchor: Sample | null = null
let speed = 1

export function observeDomainTime(instant: string, wall = Date.now()): void {
  const domain = Date.parse(instant)
  if (Number.isNaN(domain)) return
  const sample = { domain, wall }
  if (anchor === null || domain < anchor.domain) {
    anchor = sample
    speed = 1
  } else if (wall - anchor.wall > 4000) {
    const measured = (domain - anchor.domain) / (wall - anchor.wall)
    speed = measured > 0.5 ? Math.round(measured * 10) / 10 : 1
    // A new anchor now and then, so that a changed speed is noticed.
    if (wall - anchor.wall > 60_000) anchor = sample
  }
  latest = sample
}

export function domainNow(wall = Date.now()): number {
  return latest === null ? wall : latest.domain + (wall - latest.wall) * speed
}

/** Whether a service has told its time yet; until then the wall's is taken. */
export function isDomainTimeKnown(): boolean {
  return latest !== null
}

export function domainSpeed(): number {
  return speed
}

export function resetDomainClock(): void {
  latest = null
  anchor = null
  speed = 1
}

/** The present domain time in milliseconds; the component is drawn again each second. */
export function useNow(): number {
  const wall = useWallNow()
  return domainNow(Math.max(wall, latest?.wall ?? 0))
}
