import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { healthQuery, remoteQuery, type PlatformHealth, type Remote } from '@/api/settings'
import { telemetryQuery } from '@/api/telemetry'
import { ProviderName, SimulatedBadge } from '@/components/domain/labels'
import { Badge, Dot, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Facts } from '@/components/ui/facts'
import { LoadingLines, QueryView } from '@/components/ui/states'
import { Age, WallAge } from '@/components/ui/time'
import { formatNumber, humanise, shortHash } from '@/lib/format'
import { useRefreshInterval } from '@/lib/live/live-context'
import { SettingsLayout } from './settings-layout'
import { useText } from './text'

/** What the platform depends on: its services, both clouds, the remote of its repository; each can be asked now. */
export function ConnectionsPage() {
  const t = useText()
  return (
    <SettingsLayout lead={t('connections.lead')}>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Services />
        <Clouds />
        <RemoteCard />
      </div>
      <p className="mt-3 text-xs text-muted">{t('test.hint')}</p>
    </SettingsLayout>
  )
}

/** Asks now, and says how long the answer took. */
function TestButton({ what, queryKey }: { what: string; queryKey: readonly unknown[] }) {
  const t = useText()
  const queries = useQueryClient()
  const testing = useMutation({
    mutationFn: async () => {
      const begun = performance.now()
      await queries.refetchQueries({ queryKey: [...queryKey], exact: true }, { throwOnError: true })
      return { ms: Math.round(performance.now() - begun), at: new Date().toISOString() }
    },
  })
  return (
    <>
      <span role="status" className="text-xs text-muted">
        {testing.data !== undefined &&
          t.rich('tested', { ms: formatNumber(testing.data.ms), age: <WallAge instant={testing.data.at} /> })}
      </span>
      <Button
        size="sm"
        disabled={testing.isPending}
        aria-label={t('test.of', { what })}
        onClick={() => testing.mutate()}
      >
        {t(testing.isPending ? 'testing' : 'test')}
      </Button>
    </>
  )
}

const healthTones: Record<PlatformHealth['status'], Tone> = { healthy: 'good', degraded: 'warn', unhealthy: 'bad' }

function StateRow({
  name,
  tone,
  state,
  children,
}: {
  name: ReactNode
  tone: Tone
  state: string
  children?: ReactNode
}) {
  return (
    <li className="border-b px-4 py-2.5 text-[13px] last:border-b-0">
      <span className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 font-medium">{name}</span>
        <Badge tone={tone}>
          <Dot tone={tone} />
          {state}
        </Badge>
      </span>
      {children}
    </li>
  )
}

function Services() {
  const t = useText()
  const query = useQuery({ ...healthQuery, refetchInterval: useRefreshInterval(30_000) })
  return (
    <Card title={t('services')} actions={<TestButton what={t('services')} queryKey={healthQuery.queryKey} />} flush>
      <QueryView
        query={query}
        what={t('services.what')}
        loading={
          <div className="p-4">
            <LoadingLines lines={5} />
          </div>
        }
      >
        {(health) => (
          <ul>
            {health.services.map((service) => (
              <StateRow
                key={service.name}
                name={humanise(service.name)}
                tone={healthTones[service.status]}
                state={humanise(service.status)}
              />
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  )
}

function Clouds() {
  const t = useText()
  const query = useQuery({ ...telemetryQuery, refetchInterval: useRefreshInterval(30_000) })
  return (
    <Card title={t('clouds')} actions={<TestButton what={t('clouds')} queryKey={telemetryQuery.queryKey} />} flush>
      <QueryView
        query={query}
        what={t('clouds.what')}
        loading={
          <div className="p-4">
            <LoadingLines lines={4} />
          </div>
        }
      >
        {(telemetry) => (
          <ul>
            {telemetry.providers.map((provider) => (
              <StateRow
                key={provider.provider}
                name={
                  <span className="inline-flex items-center gap-2">
                    <ProviderName provider={provider.provider} />
                    {provider.simulated && <SimulatedBadge />}
                  </span>
                }
                tone={provider.state === 'fresh' ? 'good' : provider.state === 'stale' ? 'warn' : 'bad'}
                state={humanise(provider.state)}
              >
                <span className="block text-xs text-muted">
                  {t('cloud.since')} <Age instant={provider.since} />
                  {provider.reason !== null && (
                    <span lang="en" className="ml-1">
                      · {provider.reason}
                    </span>
                  )}
                </span>
                {provider.outages.length > 0 && (
                  <details className="mt-1 text-xs">
                    <summary className="text-accent">{t('cloud.outages', { count: provider.outages.length })}</summary>
                    <ul className="mt-1 space-y-0.5">
                      {provider.outages.map((outage) => (
                        <li key={`${outage.feed} ${outage.region}`}>
                          {humanise(outage.feed)} · <code>{outage.region}</code> ·{' '}
                          <span lang="en">{outage.reason}</span> · <Age instant={outage.since} />
                        </li>
                      ))}
                    </ul>
                  </details>
                )}
              </StateRow>
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  )
}

const remoteTones: Record<Remote['state'], Tone> = {
  none: 'neutral',
  in_sync: 'good',
  taking: 'accent',
  refused: 'bad',
  conflict: 'bad',
  unrelated: 'bad',
  unreachable: 'bad',
}

function RemoteCard() {
  const t = useText()
  const query = useQuery({ ...remoteQuery, refetchInterval: useRefreshInterval(60_000) })
  const commit = (id: string | null) => (id === null ? '–' : <code title={id}>{shortHash(id)}</code>)
  return (
    <Card title={t('remote')} actions={<TestButton what={t('remote')} queryKey={remoteQuery.queryKey} />}>
      <QueryView query={query} what={t('remote.what')} loading={<LoadingLines lines={3} />}>
        {(remote) =>
          remote.state === 'none' ? (
            <p className="text-[13px] text-muted">{t('remote.none')}</p>
          ) : (
            <Facts
              items={[
                {
                  term: t('state'),
                  value: <Badge tone={remoteTones[remote.state]}>{humanise(remote.state)}</Badge>,
                },
                { term: t('remote.address'), value: <code className="text-xs">{remote.remote}</code> },
                { term: t('remote.branch'), value: remote.branch ?? '–' },
                { term: t('remote.local'), value: commit(remote.local_commit) },
                { term: t('remote.there'), value: commit(remote.remote_commit) },
                remote.looked_at !== null && {
                  term: t('remote.looked'),
                  value: <WallAge instant={remote.looked_at} />,
                },
                { term: t('remote.failures'), value: formatNumber(remote.failures) },
                remote.detail !== null && { term: t('cloud.reason'), value: <span lang="en">{remote.detail}</span> },
              ]}
            />
          )
        }
      </QueryView>
    </Card>
  )
}
