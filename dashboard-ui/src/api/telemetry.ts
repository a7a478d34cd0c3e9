import { queryOptions } from '@tanstack/react-query'
import { domainNow, observeDomainTime } from '@/lib/clock'
import { request } from './client'
import type { CostSummary, HistoricPrice, Page, Telemetry } from './types'

const historyHours = 6
/** Spot prices move at most once a minute; the bound keeps a broken cursor from asking for ever. */
const historyPages = 5

/** The latest of both clouds. Its time also sets the page's idea of domain time. */
export const telemetryQuery = queryOptions({
  queryKey: ['telemetry'],
  queryFn: async ({ signal }) => {
    const telemetry = await request<Telemetry>('/telemetry', { signal })
    observeDomainTime(telemetry.time)
    return telemetry
  },
})

export const priceHistoryQuery = (offerId: string) =>
  queryOptions({
    queryKey: ['prices', 'history', offerId],
    queryFn: async ({ signal }) => {
      const from = new Date(domainNow() - historyHours * 3_600_000).toISOString()
      const prices: HistoricPrice[] = []
      let cursor: string | null = null
      for (let page = 0; page < historyPages; page++) {
        const answer: Page<HistoricPrice> = await request('/api/v1/prices/history', {
          query: { offer_id: offerId, from, limit: 200, cursor },
          signal,
        })
        prices.push(...answer.items)
        cursor = answer.next
        if (cursor === null) break
      }
      return prices
    },
  })

/** What is being spent now, and what the present month (of domain time, in UTC) cost so far. */
export const monthCostQuery = queryOptions({
  queryKey: ['costs', 'month'],
  queryFn: ({ signal }) => request<CostSummary>('/api/v1/costs/summary', { signal }),
})
