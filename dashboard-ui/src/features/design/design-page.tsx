import { lazy, Suspense, useMemo, useState } from 'react'
import { Badge, Dot, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { ChartFrame } from '@/components/ui/chart-frame'
import { Confirm } from '@/components/ui/confirm'
import { DataTable, type DataColumn } from '@/components/ui/data-table'
import { Field, Input, Select } from '@/components/ui/field'
import { PageHeader } from '@/components/ui/page-header'
import { Sheet } from '@/components/ui/sheet'
import { EmptyState, ErrorState, LoadingLines } from '@/components/ui/states'
import { Tabs } from '@/components/ui/tabs'
import { Hint } from '@/components/ui/tooltip'
import { chartColour, toneAt } from '@/lib/colours'
import { formatInstant, formatMoney, formatNumber, humanise } from '@/lib/format'
import { ProblemError } from '@/lib/problem'
import { toast } from '@/lib/toast'
import { useText } from './text'

const TimeSeries = lazy(() => import('@/components/charts/time-series'))
const Bars = lazy(() => import('@/components/charts/bars'))
const StackedBars = lazy(() => import('@/components/charts/stacked-bars'))

const colours = [
  'canvas',
  'surface',
  'sunken',
  'line',
  'text',
  'muted',
  'accent',
  'good',
  'warn',
  'bad',
  'info',
] as const
const tones = ['neutral', 'good', 'warn', 'bad', 'info', 'accent'] as const satisfies readonly Tone[]
const states = ['running', 'failed', 'completed', 'cancelled'] as const
const hour = 3_600_000
const usd = (value: number) => formatMoney({ amount: String(value), currency: 'USD' }, 'h')

type Row = { id: number; name: string; state: (typeof states)[number]; value: number }

/** Everything the pages are made of, in one place. */
export function DesignPage() {
  const t = useText()
  const [tab, setTab] = useState<'one' | 'two'>('one')
  const [open, setOpen] = useState<'confirm' | 'sheet' | null>(null)
  const wave = useMemo(
    () =>
      Array.from({ length: 24 }, (_, index) => ({
        at: Date.UTC(2026, 0, 1) + index * hour,
        value: 0.1 + 0.03 * Math.sin(index / 3),
      })),
    [],
  )
  const rows = useMemo(
    () =>
      Array.from({ length: 10_000 }, (_, index): Row => ({
        id: index,
        name: t('row', { n: index + 1 }),
        state: states[index % states.length] ?? 'running',
        value: (index * 7919) % 1000,
      })),
    [t],
  )
  const columns = useMemo(
    (): DataColumn<Row>[] => [
      { id: 'name', header: t('table.name'), value: (row) => row.name, grow: true },
      {
        id: 'state',
        header: t('table.state'),
        value: (row) => row.state,
        filter: true,
        width: 160,
        cell: (row) => <Badge>{humanise(row.state)}</Badge>,
      },
      {
        id: 'value',
        header: t('table.value'),
        value: (row) => row.value,
        numeric: true,
        cell: (row) => formatNumber(row.value),
      },
    ],
    [t],
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t('tokens')}>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2 text-xs">
            {colours.map((name) => (
              <li key={name}>
                <span className="block h-9 rounded-md border" style={{ background: `var(--${name})` }} />
                <code>{name}</code>
              </li>
            ))}
          </ul>
          <p className="mt-4 mb-2 text-xs text-muted">{t('tokens.charts')}</p>
          <div className="flex gap-1">
            {Array.from({ length: 8 }, (_, index) => (
              <span key={index} className="h-6 flex-1 rounded-sm" style={{ background: chartColour(toneAt(index)) }} />
            ))}
          </div>
          <p className="mt-4 mb-2 text-xs text-muted">{t('tokens.heat')}</p>
          <div className="flex gap-1">
            {([0, 1, 2, 3, 4] as const).map((step) => (
              <span key={step} className="h-6 flex-1 rounded-sm" style={{ background: `var(--heat-${step})` }} />
            ))}
          </div>
        </Card>
        <div className="space-y-4">
          <Card title={t('buttons')}>
            <div className="flex flex-wrap gap-2">
              <Button variant="primary">{t('primary')}</Button>
              <Button>{t('secondary')}</Button>
              <Button variant="ghost">{t('ghost')}</Button>
              <Button variant="danger">{t('danger')}</Button>
              <Button disabled>{t('off')}</Button>
            </div>
          </Card>
          <Card title={t('badges')}>
            <div className="flex flex-wrap gap-2">
              {tones.map((tone) => (
                <Badge key={tone} tone={tone}>
                  <Dot tone={tone} />
                  {t(tone)}
                </Badge>
              ))}
              <Hint content={t('hint.text')}>
                <Badge tone="info">{t('hint')}</Badge>
              </Hint>
            </div>
          </Card>
          <Card title={t('overlays')}>
            <div className="flex flex-wrap gap-2">
              <Button onClick={() => setOpen('confirm')}>{t('dialog')}</Button>
              <Button onClick={() => setOpen('sheet')}>{t('sheet')}</Button>
              <Button
                onClick={() =>
                  toast({ text: t('toast.text'), undo: () => void toast({ tone: 'info', text: t('toast.undone') }) })
                }
              >
                {t('toast')}
              </Button>
            </div>
          </Card>
        </div>
        <Card title={t('fields')}>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t('field')} hint={t('field.hint')} required>
              {(control) => <Input {...control} />}
            </Field>
            <Field label={t('field')} error={t('field.error')}>
              {(control) => <Input {...control} />}
            </Field>
            <Field label={t('choice')}>
              {(control) => (
                <Select {...control}>
                  <option>{t('tab.one')}</option>
                  <option>{t('tab.two')}</option>
                </Select>
              )}
            </Field>
          </div>
        </Card>
        <Card title={t('stats')}>
          <div className="grid grid-cols-2 gap-4">
            <Stat label={t('stat')} value={usd(4.213)} hint={t('stat.hint')} to="/design" />
            <Stat label={t('table.value')} value={formatNumber(1284)} trend="+3 %" />
          </div>
        </Card>
        <Card title={t('tabs')}>
          <Tabs
            label={t('tabs')}
            value={tab}
            onChange={setTab}
            items={[
              { id: 'one', label: t('tab.one'), count: 3 },
              { id: 'two', label: t('tab.two') },
            ]}
          >
            <p className="text-[13px]">{t('tab.text', { tab: t(`tab.${tab}`) })}</p>
          </Tabs>
        </Card>
        <Card title={t('states')}>
          {/* It stays: what waits for a page to be there leaves it out. */}
          <div data-example="">
            <LoadingLines label={t('loading')} />
          </div>
          <EmptyState title={t('empty')}>{t('empty.text')}</EmptyState>
          <ErrorState error={new ProblemError({ title: '503', status: 503 })} what={t('error')} compact />
        </Card>
        <Card title={t('chart')} className="lg:col-span-2">
          <ChartFrame
            label={t('chart.label')}
            rows={wave}
            columns={[
              {
                header: t('chart.time'),
                value: (point) => new Date(point.at).toISOString(),
                cell: (point) => formatInstant(new Date(point.at).toISOString()),
              },
              {
                header: t('chart.price'),
                value: (point) => point.value,
                cell: (point) => usd(point.value),
                numeric: true,
              },
            ]}
          >
            <Suspense fallback={<LoadingLines />}>
              <TimeSeries
                label={t('chart.label')}
                format={usd}
                now={wave[17]?.at ?? 0}
                series={[
                  { id: 'price', label: t('chart.price'), tone: 'aws', step: true, points: wave.slice(0, 18) },
                  {
                    id: 'forecast',
                    label: t('chart.forecast'),
                    tone: 7,
                    dashed: true,
                    points: wave.slice(17).map((point, index) => ({
                      ...point,
                      band: [point.value - 0.004 * index, point.value + 0.004 * index] as [number, number],
                    })),
                  },
                ]}
              />
            </Suspense>
          </ChartFrame>
        </Card>
        <Card title={t('bars')}>
          <Suspense fallback={<LoadingLines />}>
            <Bars
              label={t('bars')}
              format={(value) => formatNumber(value)}
              rows={states.map((state, index) => ({
                id: state,
                label: humanise(state),
                value: 40 - index * 9,
                tone: toneAt(index),
              }))}
            />
          </Suspense>
        </Card>
        <Card title={t('stacked')}>
          <Suspense fallback={<LoadingLines />}>
            <StackedBars
              label={t('stacked')}
              height={160}
              format={(value) => formatMoney({ amount: String(value), currency: 'USD' })}
              stacks={[
                { id: 'a', label: t('tab.one'), tone: 'aws' },
                { id: 'b', label: t('tab.two'), tone: 'alibaba' },
              ]}
              bars={Array.from({ length: 7 }, (_, index) => ({
                key: String(index),
                label: t('day', { n: index + 1 }),
                values: { a: 10 + index, b: 14 - index },
              }))}
            />
          </Suspense>
        </Card>
        <Card title={t('table')} className="lg:col-span-2" flush>
          <DataTable
            id="design"
            label={t('table')}
            rows={rows}
            rowKey={(row) => String(row.id)}
            columns={columns}
            height={420}
            selection={() => null}
          />
        </Card>
      </div>
      <Confirm
        open={open === 'confirm'}
        onOpenChange={(is) => setOpen(is ? 'confirm' : null)}
        title={t('dialog.title')}
        description={t('dialog.text')}
        confirm={t('dialog.do')}
        danger
        onConfirm={() => setOpen(null)}
      />
      <Sheet open={open === 'sheet'} onOpenChange={(is) => setOpen(is ? 'sheet' : null)} title={t('sheet.title')}>
        <p className="text-[13px]">{t('dialog.text')}</p>
      </Sheet>
    </>
  )
}
