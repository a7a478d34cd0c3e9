import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { OctagonX } from 'lucide-react'
import { useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import {
  createFreezeWindow,
  engageKillSwitch,
  environmentsQuery,
  freezeWindowsQuery,
  killSwitchQuery,
  modes,
  releaseKillSwitch,
  removeFreezeWindow,
  setMode,
  type EnvironmentMode,
  type FreezeWindow,
  type Mode,
} from '@/api/control'
import { hasRole, useUser } from '@/api/session'
import { ReasonDialog, type ReasonTask } from '@/components/domain/reason-dialog'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Confirm } from '@/components/ui/confirm'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { MutationError } from '@/components/ui/mutation-error'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age, Instant } from '@/components/ui/time'
import { createKeyring } from '@/lib/ids'
import { useRefreshInterval } from '@/lib/live/live-context'
import { ProblemError } from '@/lib/problem'
import { freezeOf, freezeSchema, type FreezeForm } from './freeze-form'
import { SettingsLayout } from './settings-layout'
import { useText } from './text'

const place = '/settings/automation'

/** How far the platform may go by itself: modes, times of rest, and the switch that stops everything. */
export function AutomationPage() {
  const t = useText()
  return (
    <SettingsLayout lead={t('automation.lead')}>
      <div className="grid gap-4">
        <KillSwitchCard />
        <ModesCard />
        <FreezeCard />
      </div>
    </SettingsLayout>
  )
}

function useSettled() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['automation'] })
}

function KillSwitchCard() {
  const t = useText()
  const user = useUser()
  const mayStop = hasRole(user, 'approver', 'admin')
  const mayRelease = hasRole(user, 'admin')
  const settle = useSettled()
  const query = useQuery({ ...killSwitchQuery, refetchInterval: useRefreshInterval(30_000) })
  const environments = useQuery(environmentsQuery)
  const where = useRef('')
  const [task, setTask] = useState<ReasonTask | null>(null)
  const engage = () => {
    where.current = ''
    setTask({
      title: t('kill.engage.title'),
      description: t('kill.engage.text'),
      confirm: t('kill.engage.confirm'),
      danger: true,
      what: t('kill.what'),
      verb: t('kill.failed'),
      place,
      fields: (
        <Field label={t('kill.where')}>
          {(control) => (
            <Select
              {...control}
              defaultValue=""
              onChange={(event) => {
                where.current = event.target.value
              }}
            >
              <option value="">{t('kill.all')}</option>
              {environments.data?.items.map((each) => (
                <option key={each.environment} value={each.environment}>
                  {each.environment}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ),
      run: async (reason, key) => {
        await engageKillSwitch({ reason, ...(where.current === '' ? {} : { environment: where.current }) }, key)
        await settle()
      },
    })
  }
  const release = (environment: string | null) =>
    setTask({
      title: t('kill.release.title'),
      description: t('kill.release.text'),
      confirm: t('kill.release.confirm'),
      what: t('kill.what'),
      verb: t('kill.failed'),
      place,
      run: async (reason, key) => {
        await releaseKillSwitch({ reason, ...(environment === null ? {} : { environment }) }, key)
        await settle()
      },
    })
  return (
    <Card
      title={t('kill')}
      note={t('kill.note')}
      {...(mayStop
        ? {
            actions: (
              <Button size="sm" variant="danger" onClick={engage}>
                {t('kill.engage')}
              </Button>
            ),
          }
        : {})}
    >
      <QueryView query={query} what={t('kill.what')} compact>
        {(killSwitch) => {
          const engaged = killSwitch.engagements.filter((each) => each.released_at === null)
          return (
            <>
              {engaged.length === 0 && <p className="text-[13px]">{t('kill.off')}</p>}
              <ul className="space-y-2">
                {engaged.map((each) => (
                  <li
                    key={each.id}
                    className="flex flex-wrap items-center gap-2 rounded-md bg-bad-soft p-3 text-[13px]"
                  >
                    <OctagonX className="size-4 shrink-0 text-bad" aria-hidden="true" />
                    <span className="min-w-0 flex-1">
                      {t.rich('kill.by', {
                        where: each.environment ?? t('kill.everywhere'),
                        name: each.engaged_by.name,
                        age: <Age instant={each.engaged_at} />,
                        reason: <span data-raw>{each.reason}</span>,
                      })}
                    </span>
                    {mayRelease && (
                      <Button
                        size="sm"
                        aria-label={t('kill.release.of', { where: each.environment ?? t('kill.everywhere') })}
                        onClick={() => release(each.environment)}
                      >
                        {t('kill.release')}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
              <p className="mt-2 text-xs text-muted">{t('kill.role')}</p>
            </>
          )
        }}
      </QueryView>
      <ReasonDialog task={task} onClose={() => setTask(null)} />
    </Card>
  )
}

const modeTones: Record<Mode, Tone> = { observe: 'neutral', recommend: 'info', act: 'good' }

/** How the service calls what holds for every environment that is not named. */
const others = '*'

function ModesCard() {
  const t = useText()
  const admin = hasRole(useUser(), 'admin')
  const settle = useSettled()
  const query = useQuery({ ...environmentsQuery, refetchInterval: useRefreshInterval(60_000) })
  const rows = query.data?.items ?? []
  const wanted = useRef<Mode>('observe')
  const named = useRef('')
  const [task, setTask] = useState<ReasonTask | null>(null)
  const common = {
    confirm: t('mode.set.confirm'),
    what: t('mode.what'),
    verb: t('mode.notSet'),
    place,
  }
  const modeField = (start: Mode) => (
    <Field label={t('mode')}>
      {(control) => (
        <Select
          {...control}
          defaultValue={start}
          onChange={(event) => {
            wanted.current = modes.find((mode) => mode === event.target.value) ?? start
          }}
        >
          {modes.map((mode) => (
            <option key={mode} value={mode}>
              {t(`mode.${mode}`)}: {t(`mode.${mode}.text`)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
  const change = (row: EnvironmentMode) => {
    wanted.current = row.mode
    setTask({
      ...common,
      title: t('mode.set.title', { name: row.environment }),
      fields: modeField(row.mode),
      run: async (reason) => {
        await setMode(row.environment, row.version, { mode: wanted.current, reason })
        await settle()
      },
    })
  }
  /** An environment that nobody named yet stands in no row: it goes by what is configured for all others. */
  const nameOne = () => {
    const start = rows.find((row) => row.environment === others)?.mode ?? 'observe'
    wanted.current = start
    named.current = ''
    setTask({
      ...common,
      title: t('mode.name.title'),
      fields: (
        <>
          <Field label={t('environment')} required hint={t('mode.name.hint')}>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                spellCheck={false}
                maxLength={63}
                aria-required
                onChange={(event) => {
                  named.current = event.target.value.trim()
                }}
              />
            )}
          </Field>
          {modeField(start)}
        </>
      ),
      run: async (reason) => {
        const environment = named.current
        if (environment === '') throw new ProblemError({ title: t('mode.name.missing'), status: 400 })
        const version = rows.find((row) => row.environment === environment)?.version ?? 0
        await setMode(environment, version, { mode: wanted.current, reason })
        await settle()
      },
    })
  }
  const columns: RecordColumn<EnvironmentMode>[] = [
    {
      id: 'environment',
      header: t('environment'),
      value: (row) => row.environment,
      className: 'whitespace-nowrap',
      cell: (row) => (
        <strong className="font-medium">{row.environment === others ? t('mode.others') : row.environment}</strong>
      ),
    },
    {
      id: 'mode',
      header: t('mode'),
      className: 'min-w-44',
      value: (row) => modes.indexOf(row.mode),
      cell: (row) => (
        <>
          <Badge tone={modeTones[row.mode]}>{t(`mode.${row.mode}`)}</Badge>{' '}
          <span className="text-xs text-muted">{t(`mode.${row.mode}.text`)}</span>
          {row.held_back !== null && (
            <span lang="en" className="block text-xs text-warn">
              {row.held_back}
            </span>
          )}
        </>
      ),
    },
    {
      id: 'by',
      header: t('mode.by'),
      value: (row) => row.set_by?.name,
      cell: (row) => row.set_by?.name ?? <span className="text-muted">{t('mode.default')}</span>,
    },
    {
      id: 'since',
      header: t('mode.since'),
      value: (row) => row.since,
      cell: (row) => (row.since === null ? '–' : <Age instant={row.since} />),
    },
    {
      id: 'reason',
      header: t('mode.reason'),
      value: (row) => row.reason,
      cell: (row) => <span data-raw>{row.reason ?? '–'}</span>,
    },
    ...(admin
      ? [
          {
            id: 'actions',
            header: '',
            className: 'text-right',
            // What holds for all others is configured, not set.
            cell: (row: EnvironmentMode) =>
              row.environment !== others && (
                <Button size="sm" aria-label={t('mode.set.of', { name: row.environment })} onClick={() => change(row)}>
                  {t('mode.set')}
                </Button>
              ),
          },
        ]
      : []),
  ]
  return (
    <Card
      title={t('modes')}
      note={t('modes.note')}
      actions={
        admin && (
          <Button size="sm" onClick={nameOne}>
            {t('mode.name')}
          </Button>
        )
      }
      flush
    >
      <QueryView
        query={query}
        what={t('modes')}
        loading={
          <div className="p-4">
            <LoadingLines lines={4} />
          </div>
        }
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title={t('modes.empty')} />}
      >
        {(page) => (
          <RecordTable
            label={t('modes')}
            rows={page.items}
            columns={columns}
            rowId={(row) => row.environment}
            csvName="modes"
          />
        )}
      </QueryView>
      <ReasonDialog task={task} onClose={() => setTask(null)} />
    </Card>
  )
}

const environmentsText = (row: FreezeWindow, all: string) =>
  row.environments.length === 0 || row.environments.includes('*') ? all : row.environments.join(', ')

function FreezeCard() {
  const t = useText()
  const admin = hasRole(useUser(), 'admin')
  const query = useQuery({ ...freezeWindowsQuery, refetchInterval: useRefreshInterval(60_000) })
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<FreezeWindow | null>(null)
  const columns: RecordColumn<FreezeWindow>[] = [
    {
      id: 'state',
      header: t('freeze.state'),
      value: (row) => row.active,
      cell: (row) => (
        <Badge tone={row.active ? 'info' : 'neutral'}>{t(row.active ? 'freeze.active' : 'freeze.waiting')}</Badge>
      ),
    },
    {
      id: 'environments',
      header: t('freeze.environments'),
      value: (row) => row.environments.join(' '),
      cell: (row) => environmentsText(row, t('all.environments')),
    },
    {
      id: 'from',
      header: t('freeze.from'),
      value: (row) => row.from ?? row.cron,
      cell: (row) =>
        row.from !== null ? (
          <Instant instant={row.from} />
        ) : (
          <code className="text-xs">
            {row.cron} {row.zone}
          </code>
        ),
    },
    {
      id: 'until',
      header: t('freeze.until'),
      value: (row) => row.active_until ?? row.until,
      cell: (row) => {
        const until = row.active_until ?? row.until
        return until === null ? (row.duration ?? '–') : <Instant instant={until} />
      },
    },
    {
      id: 'next',
      header: t('freeze.next'),
      value: (row) => row.next_from,
      cell: (row) => (row.next_from === null ? '–' : <Instant instant={row.next_from} />),
    },
    {
      id: 'reason',
      header: t('freeze.reason'),
      value: (row) => row.reason,
      className: 'min-w-40',
      cell: (row) => <span data-raw>{row.reason}</span>,
    },
    ...(admin
      ? [
          {
            id: 'actions',
            header: '',
            className: 'text-right',
            cell: (row: FreezeWindow) => (
              <Button
                size="sm"
                aria-label={t('freeze.remove.of', { reason: row.reason })}
                onClick={() => setRemoving(row)}
              >
                {t('freeze.remove')}
              </Button>
            ),
          },
        ]
      : []),
  ]
  return (
    <Card
      title={t('freeze')}
      note={t('freeze.note')}
      flush
      {...(admin
        ? {
            actions: (
              <Button size="sm" onClick={() => setAdding(true)}>
                {t('freeze.new')}
              </Button>
            ),
          }
        : {})}
    >
      <QueryView
        query={query}
        what={t('freeze')}
        loading={
          <div className="p-4">
            <LoadingLines lines={3} />
          </div>
        }
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title={t('freeze.empty')}>{t('freeze.empty.hint')}</EmptyState>}
      >
        {(page) => (
          <RecordTable
            label={t('freeze')}
            rows={page.items}
            columns={columns}
            rowId={(row) => row.id}
            csvName="freeze-windows"
            sortParam="sort-freeze"
          />
        )}
      </QueryView>
      <Dialog open={adding} onOpenChange={setAdding} title={t('freeze.new.title')} description={t('freeze.note')}>
        {adding && <FreezeFields onClose={() => setAdding(false)} />}
      </Dialog>
      <RemoveFreeze window={removing} onClose={() => setRemoving(null)} />
    </Card>
  )
}

const freezeErrors = ['freeze.environments.error', 'freeze.time.error', 'freeze.reason.error'] as const

function FreezeFields({ onClose }: { onClose: () => void }) {
  const t = useText()
  const settle = useSettled()
  const [keyFor] = useState(() => createKeyring())
  const form = useForm<FreezeForm>({
    resolver: zodResolver(freezeSchema),
    defaultValues: { environments: '*', from: '', until: '', reason: '' },
  })
  const adding = useMutation({
    mutationFn: (values: FreezeForm) => createFreezeWindow(freezeOf(values), keyFor(values)),
    onSuccess: async () => {
      onClose()
      await settle()
    },
  })
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const message = (name: keyof FreezeForm) => {
    const text = form.formState.errors[name]?.message
    const key = freezeErrors.find((each) => each === text)
    return key === undefined ? text : t(key)
  }
  const field = (name: keyof FreezeForm, type: string, hint?: string) => (
    <Field label={t(`freeze.${name}`)} required error={message(name)} {...(hint === undefined ? {} : { hint })}>
      {(control) => <Input {...control} type={type} autoComplete="off" {...form.register(name)} />}
    </Field>
  )
  return (
    <form
      noValidate
      className="mt-4 grid gap-4 sm:grid-cols-2"
      onSubmit={(event) => void form.handleSubmit((values) => adding.mutate(values))(event)}
    >
      {field('from', 'datetime-local', t('freeze.time.hint', { zone }))}
      {field('until', 'datetime-local')}
      {field('environments', 'text', t('freeze.environments.hint'))}
      {field('reason', 'text')}
      {adding.isError && (
        <div className="sm:col-span-2">
          <MutationError error={adding.error} what={t('freeze.what')} verb={t('freeze.notMade')} place={place} />
        </div>
      )}
      <div className="flex justify-end sm:col-span-2">
        <Button type="submit" variant="primary" disabled={adding.isPending}>
          {t(adding.isPending ? 'sending' : 'freeze.create')}
        </Button>
      </div>
    </form>
  )
}

function RemoveFreeze({ window, onClose }: { window: FreezeWindow | null; onClose: () => void }) {
  const t = useText()
  const settle = useSettled()
  const removing = useMutation({
    mutationFn: (gone: FreezeWindow) => removeFreezeWindow(gone.id, gone.version),
    onSuccess: async () => {
      onClose()
      await settle()
    },
  })
  return (
    <Confirm
      open={window !== null}
      onOpenChange={(open) => {
        if (!open) {
          removing.reset()
          onClose()
        }
      }}
      title={t('freeze.remove.title')}
      description={t('freeze.remove.text', { reason: window?.reason ?? '' })}
      confirm={t('freeze.remove.confirm')}
      danger
      busy={removing.isPending}
      error={
        removing.isError && (
          <MutationError error={removing.error} what={t('freeze.what')} verb={t('freeze.notRemoved')} place={place} />
        )
      }
      onConfirm={() => {
        if (window !== null) removing.mutate(window)
      }}
    />
  )
}
