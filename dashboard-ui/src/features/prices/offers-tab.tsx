import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { offersQuery, regionsQuery, type MarketOffer, type OfferFilters } from '@/api/offers'
import { Amount } from '@/components/domain/amount'
import { OriginBadge, ProviderName, StaleBadge } from '@/components/domain/labels'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable, SearchBox, type DataColumn } from '@/components/ui/data-table'
import { Select } from '@/components/ui/field'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { formatFraction, formatNumber, formatPercent, humanise, providerName } from '@/lib/format'
import type { Text } from '@/lib/i18n'
import { useRefreshInterval } from '@/lib/live/live-context'
import { toast } from '@/lib/toast'
import { useUrlState } from '@/lib/url-state'
import { useText } from './text'
import { mostCompared, viewSchema } from './view'

function columnsOf(t: Text<typeof useText>, open: (id: string) => void): DataColumn<MarketOffer>[] {
  const belowList = (row: MarketOffer) => {
    const list = Number(row.list_price.amount)
    return list > 0 ? (1 - Number(row.price.amount) / list) * 100 : null
  }
  return [
    {
      id: 'instance_type',
      header: t('col.offer'),
      value: (row) => row.instance_type,
      grow: true,
      width: 160,
      cell: (row) => (
        <button
          type="button"
          className="block max-w-full truncate rounded text-left font-mono text-xs text-accent underline-offset-2 hover:underline"
          aria-label={t('open', { offer: row.offer_id })}
          onClick={() => open(row.offer_id)}
        >
          {row.instance_type}
        </button>
      ),
    },
    {
      id: 'provider',
      header: t('provider'),
      value: (row) => row.provider,
      width: 120,
      cell: (row) => <ProviderName provider={row.provider} />,
    },
    { id: 'zone', header: t('col.zone'), value: (row) => row.zone.replace(/^[a-z]+:/, ''), width: 135 },
    {
      id: 'purchase_option',
      header: t('option'),
      value: (row) => row.purchase_option,
      width: 95,
      cell: (row) => humanise(row.purchase_option),
    },
    { id: 'vcpu', header: t('col.vcpu'), value: (row) => row.vcpu, numeric: true, width: 58 },
    {
      id: 'memory_gb',
      header: t('col.memory'),
      value: (row) => row.memory_gb,
      numeric: true,
      width: 82,
      cell: (row) => `${formatNumber(row.memory_gb)} GiB`,
    },
    {
      id: 'gpus',
      header: t('col.gpus'),
      value: (row) => row.gpus,
      numeric: true,
      width: 75,
      cell: (row) => (row.gpus === 0 ? '—' : `${row.gpus} ${row.gpu_model ?? ''}`),
    },
    {
      id: 'price',
      header: t('col.price'),
      value: (row) => Number(row.price.amount),
      numeric: true,
      width: 140,
      cell: (row) => <Amount money={row.price} unit="h" />,
    },
    {
      id: 'per_vcpu',
      header: t('col.percpu'),
      value: (row) => Number(row.price.amount) / Math.max(1, row.vcpu),
      numeric: true,
      width: 140,
      hidden: true,
      cell: (row) => (
        <Amount
          money={{ amount: String(Number(row.price.amount) / Math.max(1, row.vcpu)), currency: row.price.currency }}
          unit="h"
        />
      ),
    },
    {
      id: 'below_list',
      header: t('col.saving'),
      value: belowList,
      numeric: true,
      width: 90,
      cell: (row) => {
        const below = belowList(row)
        return below === null || below < 0.05 ? '—' : formatPercent(below, 0)
      },
    },
    {
      id: 'interruption_rate',
      header: t('col.interruption'),
      value: (row) => row.interruption_rate ?? null,
      numeric: true,
      width: 100,
      cell: (row) =>
        row.interruption_rate === null || row.interruption_rate === undefined || row.purchase_option !== 'spot'
          ? '—'
          : formatFraction(row.interruption_rate, 1),
    },
    {
      id: 'price_origin',
      header: t('source'),
      value: (row) => row.price_origin,
      width: 100,
      cell: (row) => (
        <span className="flex gap-1">
          <OriginBadge origin={row.price_origin} />
          {row.stale && <StaleBadge />}
        </span>
      ),
    },
    {
      id: 'observed_at',
      header: t('col.observed'),
      value: (row) => row.observed_at,
      width: 110,
      hidden: true,
      cell: (row) => <Age instant={row.observed_at} />,
    },
  ]
}

const positive = (value: string): number | undefined => {
  const number = Number(value.replace(',', '.'))
  return value.trim() !== '' && Number.isFinite(number) && number > 0 ? number : undefined
}

/** The market: every offer, the cheapest first. */
export function OffersTab() {
  const t = useText()
  const [view, set] = useUrlState(viewSchema)
  const regions = useQuery(regionsQuery)
  const filters: OfferFilters = {
    ...(view.provider === '' ? {} : { provider: view.provider }),
    ...(view.region === '' ? {} : { region: view.region }),
    ...(view.option === '' ? {} : { purchase_option: view.option }),
    ...(view.arch === '' ? {} : { architecture: view.arch }),
    ...(view.type === '' ? {} : { instance_type: view.type }),
    ...Object.fromEntries(
      (
        [
          ['min_vcpu', positive(view.vcpu)],
          ['min_memory_gb', positive(view.memory)],
          ['min_gpus', positive(view.gpus)],
        ] as const
      ).filter(([, value]) => value !== undefined),
    ),
  }
  const query = useInfiniteQuery({ ...offersQuery(filters), refetchInterval: useRefreshInterval(120_000) })
  const columns = useMemo(() => columnsOf(t, (offer) => set({ offer }, { push: true })), [t, set])
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const select = (name: 'provider' | 'region' | 'option' | 'arch', label: string, options: [string, string][]) => (
    <Select
      aria-label={label}
      className="sm:max-w-44"
      value={view[name]}
      onChange={(event) => set({ [name]: event.target.value })}
    >
      <option value="">{`${label}: ${t('all')}`}</option>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </Select>
  )
  const least = (name: 'vcpu' | 'memory' | 'gpus', label: string) => (
    <span className="flex sm:w-24">
      <SearchBox
        label={label}
        placeholder={t(`${name}.least`)}
        value={view[name]}
        onChange={(value) => set({ [name]: value })}
      />
    </span>
  )
  const clear = () => set({ provider: '', region: '', option: '', arch: '', type: '', vcpu: '', memory: '', gpus: '' })
  return (
    <Card flush>
      <QueryView
        query={query}
        what={t('offers.what')}
        loading={
          <div className="p-4">
            <LoadingLines lines={10} />
          </div>
        }
      >
        {() => (
          <DataTable
            id="offers"
            label={t('tab.offers')}
            rows={rows}
            rowKey={(row) => row.offer_id}
            columns={columns}
            searchable={false}
            csvName="offers"
            more={{
              has: query.hasNextPage,
              loading: query.isFetchingNextPage,
              load: () => void query.fetchNextPage(),
            }}
            toolbar={
              <search className="grid w-full min-w-0 grid-cols-2 items-end gap-2 sm:flex sm:w-auto sm:flex-1 sm:flex-wrap">
                {select('provider', t('provider'), [
                  ['aws', providerName('aws')],
                  ['alibaba', providerName('alibaba')],
                ])}
                {select(
                  'region',
                  t('region'),
                  (regions.data?.items ?? [])
                    .filter((region) => view.provider === '' || region.provider === view.provider)
                    .map((region) => [region.id, region.id]),
                )}
                {select(
                  'option',
                  t('option'),
                  ['on_demand', 'spot', 'reserved'].map((each) => [each, humanise(each)]),
                )}
                {select('arch', t('architecture'), [
                  ['amd64', 'amd64'],
                  ['arm64', 'arm64'],
                ])}
                {least('vcpu', t('vcpu.min'))}
                {least('memory', t('memory.min'))}
                {least('gpus', t('gpus.min'))}
              </search>
            }
            selection={(chosen, done) => (
              <Button
                size="sm"
                variant="primary"
                onClick={() => {
                  const all = [...new Set([...view.basket, ...chosen.map((offer) => offer.offer_id)])]
                  if (all.length > mostCompared)
                    toast({ tone: 'info', text: t('basket.full', { count: mostCompared }) })
                  done()
                  set({ basket: all.slice(0, mostCompared), tab: 'simulator' }, { push: true })
                }}
              >
                {t('basket.add')}
              </Button>
            )}
            empty={
              <EmptyState title={t('offers.none')} action={<Button onClick={clear}>{t('filters.clear')}</Button>}>
                {t('offers.none.text')}
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </Card>
  )
}
