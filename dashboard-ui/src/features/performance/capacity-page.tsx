import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { regionsQuery } from '@/api/offers'
import { capacityQuery, type CapacityPlan, type CapacityStep } from '@/api/performance'
import { useDomain } from '@/components/domain/text'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { ChartFrame } from '@/components/ui/chart-frame'
import { Field, Input, Select } from '@/components/ui/field'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Instant } from '@/components/ui/time'
import { formatFraction, formatInstant, formatNumber } from '@/lib/format'
import { formatUnit } from '@/lib/ops-format'
import { choice, text, useUrlState } from '@/lib/url-state'
import { PerformanceLayout } from './performance-layout'
import { useText } from './text'

const LinesChart = lazy(() => import('@/components/charts/lines-chart'))

const horizons = ['P1D', 'P2D', 'P7D', 'P14D'] as const
const schema = { region: text(), quota: text(), horizon: choice(horizons, 'P7D') }

/** When demand passes what may be used, with probability; another quota can be tried. */
export function CapacityPage() {
  const t = useText()
  const [state, set] = useUrlState(schema)
  const [error, setError] = useState<'capacity.error' | 'capacity.need' | null>(null)
  const regions = useQuery(regionsQuery)
  // The one of the address can be chosen before all others are known, or the field would forget it.
  const known = regions.data?.items.map((region) => region.id) ?? (state.region === '' ? [] : [state.region])
  const quota = Number(state.quota)
  const query = useQuery(
    capacityQuery({
      horizon: state.horizon,
      ...(state.region === '' ? {} : { region: state.region }),
      ...(state.region !== '' && quota > 0 ? { quota } : {}),
    }),
  )
  return (
    <PerformanceLayout>
      <search>
        <form
          key={`${state.region} ${state.quota} ${state.horizon}`}
          className="mb-3 flex flex-wrap items-start gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            const form = new FormData(event.currentTarget)
            const value = (name: string) => {
              const entry = form.get(name)
              return typeof entry === 'string' ? entry.trim() : ''
            }
            const asked = value('quota')
            const problem =
              asked === ''
                ? null
                : !(Number(asked) > 0)
                  ? 'capacity.error'
                  : value('region') === ''
                    ? 'capacity.need'
                    : null
            setError(problem)
            if (problem === null)
              set({
                region: value('region'),
                quota: asked,
                horizon: horizons.find((each) => each === value('horizon')) ?? 'P7D',
              })
          }}
        >
          <Field label={t('capacity.region')} className="w-56">
            {(control) => (
              <Select {...control} name="region" defaultValue={state.region}>
                <option value="">–</option>
                {known.map((region) => (
                  <option key={region} value={region}>
                    {region}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field
            label={t('capacity.quota')}
            hint={t('capacity.quota.hint')}
            error={error === null ? undefined : t(error)}
            className="w-48"
          >
            {(control) => <Input {...control} name="quota" inputMode="decimal" defaultValue={state.quota} />}
          </Field>
          <Field label={t('capacity.horizon')} className="w-36">
            {(control) => (
              <Select {...control} name="horizon" defaultValue={state.horizon}>
                {horizons.map((each) => (
                  <option key={each} value={each}>
                    {t(`forecast.horizon.${each}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button type="submit" variant="primary" className="mt-5">
            {t('capacity.ask')}
          </Button>
        </form>
      </search>
      <QueryView
        query={query}
        what={t('capacity.what')}
        loading={
          <Card>
            <LoadingLines lines={8} />
          </Card>
        }
        isEmpty={(plans) => plans.items.length === 0}
        empty={
          <Card>
            <EmptyState title={t('capacity.empty')}>{t('capacity.empty.hint')}</EmptyState>
          </Card>
        }
      >
        {(plans) => (
          <div className="grid gap-4">
            {plans.items.map((plan) => (
              <PlanCard key={plan.region} plan={plan} />
            ))}
            <p className="text-xs text-muted">
              {t('capacity.note', { paths: plans.paths, seed: plans.seed, at: formatInstant(plans.time) })}
            </p>
          </div>
        )}
      </QueryView>
    </PerformanceLayout>
  )
}

function PlanCard({ plan }: { plan: CapacityPlan }) {
  const t = useText()
  return (
    <Card title={plan.region}>
      <div className="mb-4 grid grid-cols-[repeat(auto-fit,minmax(min(100%,11rem),1fr))] gap-4">
        <Stat
          label={t('capacity.demand')}
          value={plan.demand === null ? t('capacity.nothing') : formatUnit(plan.demand, 'vcpu')}
        />
        <Stat
          label={
            <>
              {t('capacity.limit')}{' '}
              <Badge>{t(plan.quota_source === 'asked' ? 'capacity.asked' : 'capacity.configured')}</Badge>
            </>
          }
          value={formatUnit(plan.quota, 'vcpu')}
        />
        <Stat
          label={t('capacity.probability')}
          value={plan.probability === null ? '–' : formatFraction(plan.probability, 1)}
        />
        <Stat
          label={t('capacity.likely')}
          value={plan.likely_at === null ? t('capacity.never') : <Instant instant={plan.likely_at} />}
        />
      </div>
      {plan.lacking !== null ? (
        <p className="rounded-md bg-info-soft p-3 text-[13px]">
          {t.rich('capacity.lacking', {
            region: plan.region,
            known: plan.lacking.known,
            needed: plan.lacking.needed,
            reason: <span lang="en">{plan.lacking.reason}</span>,
          })}
        </p>
      ) : (
        <Steps plan={plan} steps={plan.steps} />
      )}
    </Card>
  )
}

function Steps({ plan, steps }: { plan: CapacityPlan; steps: CapacityStep[] }) {
  const t = useText()
  const domain = useDomain()
  const label = t('capacity.chart', { region: plan.region })
  return (
    <ChartFrame
      label={label}
      csvName={`capacity-${plan.region.replace(':', '-')}`}
      rows={steps}
      columns={[
        { header: domain('time'), value: (row) => row.time, cell: (row) => formatInstant(row.time, 'UTC') },
        {
          header: `${t('capacity.step.demand')} (vCPU)`,
          numeric: true,
          value: (row) => row.demand,
          cell: (row) => formatNumber(row.demand, 1),
        },
        {
          header: t('capacity.step.exceeds'),
          numeric: true,
          value: (row) => row.exceeds,
          cell: (row) => formatFraction(row.exceeds, 1),
        },
        {
          header: t('capacity.step.passed'),
          numeric: true,
          value: (row) => row.passed,
          cell: (row) => formatFraction(row.passed, 1),
        },
      ]}
    >
      <Suspense fallback={<LoadingLines lines={8} />}>
        <LinesChart
          label={label}
          unit="vcpu"
          times={steps.map((step) => Date.parse(step.time))}
          series={[{ name: t('capacity.step.demand'), values: steps.map((step) => step.demand) }]}
          limit={{ value: plan.quota, name: t('capacity.limit') }}
          days
        />
      </Suspense>
    </ChartFrame>
  )
}
