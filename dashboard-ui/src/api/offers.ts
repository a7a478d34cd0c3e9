import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { domainNow } from '@/lib/clock'
import { byCursor, readPages, request } from './client'
import type { components as RoutingApi } from './generated/routing'
import type { components as TelemetryApi } from './generated/telemetry'
import type { HistoricPrice, Page } from './types'

export type MarketOffer = TelemetryApi['schemas']['Offer']
export type Region = TelemetryApi['schemas']['Region']
export type PriceForecast = TelemetryApi['schemas']['ForecastView']
export type CapacityHint = TelemetryApi['schemas']['CapacityView']
export type InterruptionForecast = RoutingApi['schemas']['InterruptionForecast']

export type OfferFilters = {
  provider?: string
  region?: string
  instance_type?: string
  purchase_option?: string
  architecture?: string
  min_vcpu?: number
  min_memory_gb?: number
  min_gpus?: number
}

/** The cheapest first. */
export const offersQuery = (filters: OfferFilters) =>
  infiniteQueryOptions({
    queryKey: ['prices', 'offers', filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<MarketOffer>>('/api/v1/offers', {
        query: { ...filters, sort: 'price', cursor: pageParam, limit: 200 },
        signal,
      }),
    ...byCursor,
    staleTime: 30_000,
  })

/** One offer by its id, found by what the id names. */
export const offerQuery = (offerId: string) =>
  queryOptions({
    queryKey: ['prices', 'offer', offerId],
    queryFn: async ({ signal }) => {
      const [zone = '', type = '', option = ''] = offerId.split('/')
      const page = await request<Page<MarketOffer>>('/api/v1/offers', {
        query: { zone, instance_type: type, purchase_option: option, limit: 1 },
        signal,
      })
      return page.items[0] ?? null
    },
  })

/** An offer's prices over the last hours of domain time, 2,000 at most. */
export const priceHistoryQuery = (offerId: string, hours: number) =>
  queryOptions({
    queryKey: ['prices', 'history', offerId, hours],
    queryFn: async ({ signal }) => {
      const from = new Date(domainNow() - hours * 3_600_000).toISOString()
      const { items } = await readPages<HistoricPrice>('/api/v1/prices/history', {
        query: { offer_id: offerId, from },
        signal,
      })
      return items
    },
  })

export const priceForecastQuery = (offerId: string, hours: number) =>
  queryOptions({
    queryKey: ['prices', 'forecast', offerId, hours],
    queryFn: ({ signal }) =>
      request<PriceForecast>('/api/v1/prices/forecast', {
        query: { offer_id: offerId, horizon: `PT${hours}H` },
        signal,
      }),
    staleTime: 60_000,
  })

export const interruptionQuery = (zone: string, instanceType: string) =>
  queryOptions({
    queryKey: ['prices', 'interruption', zone, instanceType],
    queryFn: ({ signal }) =>
      request<Page<InterruptionForecast>>('/api/v1/interruption-forecasts', {
        query: { zone, instance_type: instanceType, limit: 1 },
        signal,
      }),
    staleTime: 60_000,
  })

export const capacityQuery = (zone: string, instanceType: string) =>
  queryOptions({
    queryKey: ['prices', 'capacity', zone, instanceType],
    queryFn: ({ signal }) =>
      request<Page<CapacityHint>>('/api/v1/offers/capacity-hints', {
        query: { zone, instance_type: instanceType, limit: 1 },
        signal,
      }),
    staleTime: 60_000,
  })

export const regionsQuery = queryOptions({
  queryKey: ['regions'],
  queryFn: ({ signal }) => request<{ items: Region[] }>('/api/v1/regions', { signal }),
  staleTime: 10 * 60_000,
})

type Graph<T> = { data?: T | null; errors?: { message: string }[] }

/**
 * The cheapest offer of each region that has at least so much, in one GraphQL query: a field a region. Regions without such
 * an offer are absent.
 */
export const regionPricesQuery = (regions: readonly string[], vcpu: number, option: string) =>
  queryOptions({
    queryKey: ['prices', 'regions', vcpu, option, regions.length],
    queryFn: async ({ signal }) => {
      type Node = { price: { amount: string; currency: string }; instance_type: string; offer_id: string }
      const variables = Object.fromEntries(regions.map((region, index) => [`r${index}`, region]))
      const names = regions.map((_, index) => `$r${index}: String`).join(', ')
      const fields = regions
        .map(
          (_, index) =>
            `f${index}: offers(first: 1, region: $r${index}, purchase_option: $option, min_vcpu: $vcpu, sort: "price") { nodes { offer_id instance_type price { amount currency } } }`,
        )
        .join('\n')
      const answer = await request<Graph<Record<string, { nodes: Node[] } | null>>>('/graphql', {
        method: 'POST',
        body: {
          query: `query ($vcpu: Int, $option: String, ${names}) { ${fields} }`,
          variables: { ...variables, vcpu, option },
        },
        signal,
      })
      const prices: Record<string, Node> = {}
      regions.forEach((region, index) => {
        const node = answer.data?.[`f${index}`]?.nodes[0]
        if (node !== undefined) prices[region] = node
      })
      const failure = answer.errors?.[0]?.message
      if (failure !== undefined && Object.keys(prices).length === 0) throw new Error(failure)
      return prices
    },
    staleTime: 60_000,
    enabled: regions.length > 0,
  })

export type Transfer = {
  to_region: string
  price_per_gb: { amount: string; currency: string }
  origin: 'listed' | 'derived' | 'observed' | 'simulated'
  source: string
  list_as_of: string
}

/** What moving one GB out of a region costs, by where it goes. */
export const transferQuery = (region: string) =>
  queryOptions({
    queryKey: ['prices', 'transfer', region],
    queryFn: ({ signal }) =>
      request<Page<Transfer>>('/api/v1/prices/transfer', { query: { from_region: region }, signal }),
    staleTime: Infinity,
  })
