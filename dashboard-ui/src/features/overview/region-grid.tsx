import { useQuery } from '@tanstack/react-query'
import { memo } from 'react'
import { Link } from 'react-router'
import { regionPricesQuery, regionsQuery, type Region } from '@/api/offers'
import { openIncidentsQuery, type OpenIncident } from '@/api/overview'
import type { Page, Telemetry } from '@/api/types'
import { telemetryQuery } from '@/api/telemetry'
import { Card } from '@/components/ui/card'
import { ChartFrame } from '@/components/ui/chart-frame'
import { EmptyState, ErrorState, QueryView, Skeleton } from '@/components/ui/states'
import { cn } from '@/lib/cn'
import { formatMoney, formatNumber, providerName } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { choice, useUrlState } from '@/lib/url-state'
import { grouped, healthOf, rangeOf, stepOf, type CloudState, type Health } from './regions-model'
import { useText } from './text'

const kinds = ['price', 'health', 'carbon'] as const
/** The shape whose price is compared between regions. */
const vcpu = 4

const healthColours: Record<Health, string> = {
  healthy: 'bg-good-soft text-good',
  incident: 'bg-warn-soft text-warn',
  stale: 'bg-warn-soft text-warn',
  outage: 'bg-bad-soft text-bad',
  unknown: 'bg-sunken text-muted',
}
/** Told by a mark as well: colour alone would not reach everybody. */
const healthMarks: Record<Health, string> = { healthy: '✓', incident: '!', stale: '…', outage: '✕', unknown: '?' }

/** Only what the tiles show: prices and metrics move all the time and would draw sixty of them again. */
const statesOf = (telemetry: Telemetry): CloudState[] =>
  telemetry.providers.map(({ provider, state, outages }) => ({ provider, state, outages }))
const placesOf = (page: Page<OpenIncident>) => page.items.map(({ region }) => ({ region: region ?? null }))

type Tile = { region: Region; text: string; value: number | null; health: Health }

/** All regions of both clouds at a glance, coloured by what they cost, how they are or how clean their power is. */
function RegionGrid() {
  const t = useText()
  const [{ map }, set] = useUrlState({ map: choice(kinds, 'price') })
  const regions = useQuery(regionsQuery)
  const clouds = useQuery({ ...telemetryQuery, select: statesOf })
  const incidents = useQuery({ ...openIncidentsQuery, select: placesOf })
  const ids = (regions.data?.items ?? []).map((region) => region.id)
  const prices = useQuery({
    ...regionPricesQuery(ids, vcpu, 'spot'),
    enabled: map === 'price' && ids.length > 0,
    refetchInterval: useRefreshInterval(120_000),
  })

  const tileOf = (region: Region): Tile => {
    const health = healthOf(region, clouds.data ?? [], incidents.data ?? [])
    if (map === 'health') return { region, health, value: null, text: t(`world.${health}`) }
    if (map === 'carbon') {
      const grams = region.grid_gco2_per_kwh ?? null
      return { region, health, value: grams, text: grams === null ? '—' : formatNumber(grams, 0) }
    }
    const price = prices.data?.[region.id]?.price
    return {
      region,
      health,
      value: price === undefined ? null : Number(price.amount),
      text: price === undefined ? '—' : formatMoney(price, 'h').replace(/ [A-Z]{3}.*$/, ''),
    }
  }

  return (
    <Card
      title={t('world')}
      note={t(`world.note.${map}`)}
      actions={
        <div role="group" aria-label={t('world.by')} className="flex rounded-md border p-0.5">
          {kinds.map((kind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={map === kind}
              className={cn(
                'h-6 rounded px-2 text-xs font-medium text-muted hover:text-text',
                map === kind && 'bg-accent-soft text-accent',
              )}
              onClick={() => set({ map: kind })}
            >
              {t(`world.${kind}`)}
            </button>
          ))}
        </div>
      }
    >
      <QueryView
        query={regions}
        what={t('world.what')}
        loading={<Skeleton className="h-48 w-full" />}
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title={t('world.none')}>{t('world.none.text')}</EmptyState>}
      >
        {(page) => {
          const tiles = page.items.map(tileOf)
          const range = rangeOf(tiles.flatMap((tile) => tile.value ?? []))
          const byId = new Map(tiles.map((tile) => [tile.region.id, tile]))
          return (
            <>
              {map === 'price' && prices.isError && (
                <div className="mb-3">
                  <ErrorState
                    error={prices.error}
                    what={t('world.price')}
                    onRetry={() => void prices.refetch()}
                    compact
                  />
                </div>
              )}
              <ChartFrame
                label={t('world')}
                csvName="regions"
                rows={tiles}
                columns={[
                  { header: t('world.column.region'), value: (tile) => tile.region.id },
                  { header: t('world.column.place'), value: (tile) => tile.region.city ?? '' },
                  {
                    header: t('world.column.value'),
                    value: (tile) => tile.value ?? tile.text,
                    cell: (tile) => tile.text,
                    numeric: true,
                  },
                ]}
                note={map !== 'health' && range !== null && <Legend />}
              >
                <div className="grid gap-x-6 gap-y-4 lg:grid-cols-3">
                  {grouped(page.items).map(({ part, regions: inPart }) => (
                    <section key={part} aria-label={t(`world.${part}`)}>
                      <h3 className="mb-1.5 text-xs font-medium text-muted">{t(`world.${part}`)}</h3>
                      <ul className="grid grid-cols-[repeat(auto-fill,minmax(5.6rem,1fr))] gap-1">
                        {inPart.map((region) => {
                          const tile = byId.get(region.id)
                          return tile === undefined ? null : (
                            <li key={region.id}>
                              <RegionTile tile={tile} kind={map} range={range} />
                            </li>
                          )
                        })}
                      </ul>
                    </section>
                  ))}
                </div>
              </ChartFrame>
            </>
          )
        }}
      </QueryView>
    </Card>
  )
}

export default memo(RegionGrid)

function RegionTile({
  tile,
  kind,
  range,
}: {
  tile: Tile
  kind: (typeof kinds)[number]
  range: { low: number; high: number } | null
}) {
  const { region, health, text, value } = tile
  const name = region.id.replace(/^[a-z]+:/, '')
  const step = value === null ? null : stepOf(value, range)
  return (
    <Link
      to={`/prices?region=${encodeURIComponent(region.id)}`}
      title={`${providerName(region.provider)} ${name}${region.city ? ` · ${region.city}` : ''}`}
      className={cn(
        'block rounded-md px-1.5 py-1 hover:ring-1 hover:ring-line-strong',
        kind === 'health' ? healthColours[health] : step === null && 'bg-sunken text-muted',
      )}
      style={
        kind === 'health' || step === null
          ? undefined
          : { background: `var(--heat-${step})`, color: `var(--on-heat-${step})` }
      }
    >
      <span className="flex items-center gap-1 text-2xs">
        <span
          aria-hidden="true"
          className={cn('size-1.5 shrink-0 rounded-xs', region.provider === 'aws' ? 'bg-aws' : 'bg-alibaba')}
        />
        <span className="truncate">{name}</span>
      </span>
      <span className="num block truncate text-xs font-semibold">
        {kind === 'health' && <span aria-hidden="true">{`${healthMarks[health]} `}</span>}
        {text}
      </span>
    </Link>
  )
}

function Legend() {
  const t = useText()
  return (
    <span className="flex items-center gap-1.5">
      {t('world.less')}
      {([0, 1, 2, 3, 4] as const).map((step) => (
        <span
          key={step}
          aria-hidden="true"
          className="h-2.5 w-5 rounded-xs border"
          style={{ background: `var(--heat-${step})` }}
        />
      ))}
      {t('world.more')}
    </span>
  )
}
