/** The periods that cost pages offer. Days are of UTC, as the ledger's are. */
export const spans = ['month', '7d', '30d', '90d'] as const
export type SpanName = (typeof spans)[number]

const dayMs = 86_400_000

/** The first day of a period that ends now; nothing for the month, which is what the services take by themselves. */
export function spanOf(name: SpanName, now: number): { from?: string } {
  if (name === 'month') return {}
  const today = Math.floor(now / dayMs) * dayMs
  return { from: new Date(today - (Number.parseInt(name, 10) - 1) * dayMs).toISOString() }
}
