import type { Forecast } from '@/api/costs'

export type BandPoint = { time: string; value: number; low80: number; high80: number; low95: number; high95: number }

/** A forecast's points as the chart and its table take them. */
export function bandPoints(forecast: Pick<Forecast, 'points'>): BandPoint[] {
  return forecast.points.map(({ time, value, interval80, interval95 }) => ({
    time,
    value,
    low80: interval80.low,
    high80: interval80.high,
    low95: interval95.low,
    high95: interval95.high,
  }))
}

/** The expected line within its 80 % band, as the chart takes it. */
export function bandSeries(points: readonly BandPoint[], label: string) {
  return [
    {
      id: 'expected',
      label,
      tone: 0 as const,
      points: points.map((point) => ({
        at: Date.parse(point.time),
        value: point.value,
        band: [point.low80, point.high80] as [number, number],
      })),
    },
  ]
}
