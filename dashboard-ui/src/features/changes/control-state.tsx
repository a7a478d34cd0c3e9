import { useQuery } from '@tanstack/react-query'
import { OctagonX, Snowflake } from 'lucide-react'
import { Link } from 'react-router'
import { environmentsQuery, freezeWindowsQuery, killSwitchQuery, type Mode } from '@/api/control'
import { Badge, type Tone } from '@/components/ui/badge'
import { ErrorState } from '@/components/ui/states'
import { Age, Instant } from '@/components/ui/time'
import { useRefreshInterval } from '@/lib/live/live-context'
import { useText } from './text'

const tones: Record<Mode, Tone> = { observe: 'neutral', recommend: 'info', act: 'good' }

/** How far automation may go at the moment: who waits for a change has to know why nothing moves. */
export function ControlState() {
  const t = useText()
  const interval = useRefreshInterval(60_000)
  const environments = useQuery({ ...environmentsQuery, refetchInterval: interval })
  const killSwitch = useQuery({ ...killSwitchQuery, refetchInterval: interval })
  const freezes = useQuery({ ...freezeWindowsQuery, refetchInterval: interval })
  const failed = [killSwitch, environments, freezes].find((query) => query.isError && query.data === undefined)
  if (failed !== undefined)
    return (
      <div className="mb-4">
        <ErrorState error={failed.error} what={t('control.what')} compact onRetry={() => void failed.refetch()} />
      </div>
    )
  const frozen = freezes.data?.items.filter((window) => window.active) ?? []
  return (
    <section aria-label={t('control')} className="mb-4 space-y-2">
      {killSwitch.data?.engagements
        .filter((each) => each.released_at === null)
        .map((each) => (
          <p key={each.id} role="status" className="flex gap-2 rounded-md bg-bad-soft px-3 py-2 text-[13px]">
            <OctagonX className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden="true" />
            <span>
              <strong className="font-semibold text-bad">
                {each.environment === null
                  ? t('control.stopped')
                  : t('control.stoppedIn', { environment: each.environment })}
              </strong>{' '}
              {t.rich('control.by', {
                name: each.engaged_by.name,
                age: <Age instant={each.engaged_at} />,
                reason: <span data-raw>{each.reason}</span>,
              })}
            </span>
          </p>
        ))}
      {frozen.map((window) => (
        <p key={window.id} role="status" className="flex gap-2 rounded-md bg-info-soft px-3 py-2 text-[13px]">
          <Snowflake className="mt-0.5 size-4 shrink-0 text-info" aria-hidden="true" />
          <span>
            {t.rich('control.frozen', {
              environments:
                window.environments.length === 0 || window.environments.includes('*')
                  ? t('control.frozenAll')
                  : window.environments.join(', '),
              until: window.active_until === null ? '–' : <Instant instant={window.active_until} />,
              reason: <span data-raw>{window.reason}</span>,
            })}
          </span>
        </p>
      ))}
      <p className="flex flex-wrap items-center gap-1.5 text-xs">
        {environments.data?.items.map((each) => (
          <Badge key={each.environment} tone={tones[each.mode]}>
            <span {...(each.held_back === null ? {} : { title: t('control.heldBack', { why: each.held_back }) })}>
              {t('control.mode', {
                environment: each.environment === '*' ? t('control.others') : each.environment,
                mode: t(`mode.${each.mode}`),
              })}
            </span>
          </Badge>
        ))}
        <Link to="/settings/automation" className="text-accent underline-offset-2 hover:underline">
          {t('control.settings')}
        </Link>
      </p>
    </section>
  )
}
