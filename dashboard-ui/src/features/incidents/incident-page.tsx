import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { Link, useParams } from 'react-router'
import {
  acknowledgeIncident,
  fetchIncidentReport,
  handOverIncident,
  incidentQuery,
  noteIncident,
  remediationsQuery,
  type Incident,
} from '@/api/incidents'
import { hasRole, useUser } from '@/api/session'
import { ProviderName } from '@/components/domain/labels'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { Facts } from '@/components/ui/facts'
import { Field, Input, TextArea } from '@/components/ui/field'
import { MutationError } from '@/components/ui/mutation-error'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age, Instant } from '@/components/ui/time'
import { downloadBlob } from '@/lib/download'
import { humanise } from '@/lib/format'
import { createKeyring } from '@/lib/ids'
import { useRefreshInterval } from '@/lib/live/live-context'
import { ProblemError } from '@/lib/problem'
import { useShortcut } from '@/lib/shortcuts'
import { toast } from '@/lib/toast'
import { IncidentStateBadge, LabelList, SeverityBadge } from './labels'
import { RepairTable } from './repair-table'
import { SilenceDialog } from './silence-dialog'
import { useText } from './text'

/** One incident: its alerts, what happened, who was told, and what to do about it. */
export function IncidentPage() {
  const t = useText()
  const { id = '' } = useParams()
  const query = useQuery({ ...incidentQuery(id), refetchInterval: useRefreshInterval(15_000) })
  if (query.error instanceof ProblemError && [400, 404].includes(query.error.status)) {
    return (
      <>
        <PageHeader title={t('incident')} />
        <EmptyState
          title={t('incident.none')}
          action={
            <Link to="/incidents" className={buttonClass()}>
              {t('incident.back')}
            </Link>
          }
        />
      </>
    )
  }
  return (
    <>
      <PageHeader
        title={query.data?.title ?? t('incident')}
        {...(query.data === undefined ? {} : { titleLang: 'en' })}
        lead={
          query.data && (
            <span role="status" className="inline-flex flex-wrap items-center gap-2">
              <IncidentStateBadge state={query.data.state} />
              <SeverityBadge severity={query.data.severity} />
              <Link to="/incidents" className="text-accent underline-offset-2 hover:underline">
                {t('incident.back')}
              </Link>
            </span>
          )
        }
        actions={query.data && <Actions incident={query.data} />}
      />
      <QueryView query={query} what={t('incident.what')} loading={<LoadingLines lines={10} />}>
        {(incident) => (
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
            <div className="min-w-0 space-y-4">
              <Card>
                <IncidentFacts incident={incident} />
              </Card>
              <AlertsOf incident={incident} />
              <Repairs incident={incident} />
            </div>
            <div className="min-w-0 space-y-4">
              <Timeline incident={incident} />
              <Told incident={incident} />
            </div>
          </div>
        )}
      </QueryView>
    </>
  )
}

function Actions({ incident }: { incident: Incident }) {
  const t = useText()
  const user = useUser()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [dialog, setDialog] = useState<'handover' | 'silence' | null>(null)
  const may = hasRole(user, 'operator', 'approver', 'admin')
  const key = incidentQuery(incident.id).queryKey
  const acknowledging = useMutation({
    mutationFn: () => acknowledgeIncident(incident.id, incident.version, keyFor({ ack: incident.version })),
    onMutate: async () => {
      await queries.cancelQueries({ queryKey: key })
      queries.setQueryData<Incident>(key, (before) =>
        before === undefined ? undefined : { ...before, state: 'acknowledged', assignee: user.name },
      )
      return incident
    },
    onError: (_error, _nothing, before) => queries.setQueryData(key, before),
    onSuccess: () => toast({ text: t('acknowledged.toast') }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['incidents'] }),
  })
  const fetching = useMutation({
    mutationFn: () => fetchIncidentReport(incident.id),
    onSuccess: (file) => downloadBlob(`incident-${incident.id}.md`, file),
  })
  const canAcknowledge = may && incident.state === 'open'
  useShortcut('a', t('acknowledge'), () => acknowledging.mutate(), { enabled: canAcknowledge })
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap justify-end gap-2">
        {canAcknowledge && (
          <Button variant="primary" disabled={acknowledging.isPending} onClick={() => acknowledging.mutate()}>
            {t(acknowledging.isPending ? 'acknowledging' : 'acknowledge')}
          </Button>
        )}
        {may && incident.state !== 'resolved' && (
          <>
            <Button onClick={() => setDialog('handover')}>{t('handover')}</Button>
            <Button onClick={() => setDialog('silence')}>{t('silence.these')}</Button>
          </>
        )}
        <Button disabled={fetching.isPending} onClick={() => fetching.mutate()}>
          {t('report.markdown')}
        </Button>
      </div>
      {acknowledging.isError && (
        <MutationError
          error={acknowledging.error}
          what={t('incident.what')}
          verb={t('notAcknowledged')}
          place={`/incidents/${incident.id}`}
        />
      )}
      {fetching.isError && (
        <MutationError
          error={fetching.error}
          what={t('report.what')}
          verb={t('report.failed')}
          place={`/incidents/${incident.id}`}
        />
      )}
      <HandOver incident={incident} open={dialog === 'handover'} onClose={() => setDialog(null)} />
      <SilenceDialog
        open={dialog === 'silence'}
        start={matchersOf(incident)}
        onClose={() => setDialog(null)}
        place={`/incidents/${incident.id}`}
      />
    </div>
  )
}

/** What all alerts of an incident have in common, as a first guess of what to silence. */
export function matchersOf(incident: Pick<Incident, 'alerts'>) {
  const alerts = incident.alerts ?? []
  const [first] = alerts
  if (first === undefined) return []
  const common = Object.entries(first.labels).filter(([name, value]) =>
    alerts.every((alert) => alert.labels[name] === value),
  )
  const rule = alerts.every((alert) => alert.rule === first.rule) ? [['rule', first.rule] as const] : []
  return [...rule, ...common].map(([label, value]) => ({ label, value, negate: false }))
}

function HandOver({ incident, open, onClose }: { incident: Incident; open: boolean; onClose: () => void }) {
  const t = useText()
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
      title={t('handover.title')}
      description={incident.title}
    >
      {open && <HandOverForm incident={incident} onClose={onClose} />}
    </Dialog>
  )
}

function HandOverForm({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const t = useText()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [to, setTo] = useState('')
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const sending = useMutation({
    mutationFn: () => {
      const asked = { to: to.trim(), note: note.trim() === '' ? null : note.trim() }
      return handOverIncident(incident.id, incident.version, asked, keyFor(asked))
    },
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries({ queryKey: ['incidents'] })
    },
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setMissing(to.trim() === '')
    if (to.trim() !== '') sending.mutate()
  }
  return (
    <form noValidate className="mt-4 space-y-4" onSubmit={submit}>
      <Field
        label={t('handover.to')}
        required
        hint={t('handover.to.hint')}
        error={missing && to.trim() === '' ? t('handover.missing') : undefined}
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            maxLength={100}
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('handover.note')}>
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={4000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      {sending.isError && (
        <MutationError
          error={sending.error}
          what={t('incident.what')}
          verb={t('handover.failed')}
          place={`/incidents/${incident.id}`}
        />
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={sending.isPending}>
          {t('handover.confirm')}
        </Button>
      </div>
    </form>
  )
}

function IncidentFacts({ incident }: { incident: Incident }) {
  const t = useText()
  return (
    <>
      <Facts
        items={[
          { term: t('incident.scope'), value: <code className="text-xs">{incident.scope}</code> },
          incident.provider !== null && {
            term: t('provider'),
            value: <ProviderName provider={incident.provider} />,
          },
          { term: t('incident.began'), value: <Instant instant={incident.began_at} /> },
          { term: t('incident.opened'), value: <Instant instant={incident.opened_at} /> },
          { term: t('incident.lastAlert'), value: <Age instant={incident.last_alert_at} /> },
          {
            term: t('incident.assignee'),
            value: incident.assignee ?? <span className="text-muted">{t('incident.nobody')}</span>,
          },
          incident.acknowledged_at !== null && {
            term: t('incident.acknowledged'),
            value: (
              <>
                {incident.acknowledged_by} · <Age instant={incident.acknowledged_at} />
              </>
            ),
          },
          incident.resolved_at !== null && {
            term: t('incident.resolved'),
            value: <Instant instant={incident.resolved_at} />,
          },
        ]}
      />
      <h2 className="mt-4 text-xs text-muted">{t('incident.workloads')}</h2>
      {(incident.workloads ?? []).length === 0 ? (
        <p className="mt-1 text-[13px]">{t('incident.noWorkloads')}</p>
      ) : (
        <ul className="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-[13px]">
          {(incident.workloads as string[]).map((workload) => (
            <li key={workload}>
              <Link
                to={`/workloads/${encodeURIComponent(workload)}`}
                className="text-accent underline-offset-2 hover:underline"
              >
                {workload}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

type AlertLine = NonNullable<Incident['alerts']>[number]

function AlertsOf({ incident }: { incident: Incident }) {
  const t = useText()
  const columns: RecordColumn<AlertLine>[] = [
    {
      id: 'state',
      header: t('state'),
      value: (row) => row.state,
      cell: (row) => (
        <Badge tone={row.state === 'firing' ? 'bad' : row.state === 'pending' ? 'warn' : 'good'}>
          {humanise(row.state)}
        </Badge>
      ),
    },
    {
      id: 'severity',
      header: t('severity'),
      value: (row) => row.severity,
      cell: (row) => <SeverityBadge severity={row.severity} />,
    },
    {
      id: 'rule',
      header: t('alert.rule'),
      value: (row) => row.rule,
      cell: (row) => <code className="text-xs">{row.rule}</code>,
    },
    {
      id: 'summary',
      header: t('alert.summary'),
      value: (row) => row.summary,
      className: 'min-w-64',
      cell: (row) => (
        <>
          <span lang="en">{row.summary}</span>
          <span className="mt-1 block">
            <LabelList labels={row.labels} />
          </span>
        </>
      ),
    },
    {
      id: 'since',
      header: t('alert.since'),
      value: (row) => row.firing_at,
      cell: (row) => (row.firing_at === null ? '–' : <Age instant={row.firing_at} />),
    },
    {
      id: 'resolved',
      header: t('alert.resolved'),
      value: (row) => row.resolved_at,
      cell: (row) => (row.resolved_at === null ? '–' : <Age instant={row.resolved_at} />),
    },
  ]
  return (
    <Card title={t('alerts.of')} flush>
      <RecordTable
        label={t('alerts.of')}
        rows={incident.alerts ?? []}
        columns={columns}
        rowId={(row) => row.id}
        csvName="incident-alerts"
      />
    </Card>
  )
}

function Repairs({ incident }: { incident: Incident }) {
  const t = useText()
  const query = useQuery({
    ...remediationsQuery({ incident_id: incident.id }),
    refetchInterval: useRefreshInterval(15_000),
  })
  return (
    <Card title={t('repairs')} flush>
      <QueryView
        query={query}
        what={t('repairs')}
        loading={
          <div className="p-4">
            <LoadingLines lines={3} />
          </div>
        }
        isEmpty={(page) => page.items.length === 0}
        empty={<EmptyState title={t('repairs.none')}>{t('repairs.none.hint')}</EmptyState>}
      >
        {(page) => <RepairTable rows={page.items} place={`/incidents/${incident.id}`} sortParam="sort-repairs" />}
      </QueryView>
    </Card>
  )
}

function Timeline({ incident }: { incident: Incident }) {
  const t = useText()
  const lines = incident.timeline ?? []
  return (
    <Card title={t('timeline')}>
      {lines.length === 0 ? (
        <p className="text-[13px] text-muted">{t('timeline.empty')}</p>
      ) : (
        <ol className="space-y-3 border-l pl-4">
          {lines.map((line) => (
            <li key={line.id} className="relative text-[13px]">
              <span
                aria-hidden="true"
                className="absolute top-1.5 -left-[1.28rem] size-2 rounded-full border-2 border-surface bg-accent"
              />
              <span lang="en" className="wrap-anywhere">
                {line.message}
              </span>
              <span className="block text-xs text-muted">
                <Age instant={line.at} />
                {line.actor !== null && ` · ${t('timeline.by', { name: line.actor })}`}
              </span>
            </li>
          ))}
        </ol>
      )}
      {incident.timeline_truncated === true && <p className="mt-2 text-xs text-muted">{t('timeline.cut')}</p>}
      <NoteForm incident={incident} />
    </Card>
  )
}

function NoteForm({ incident }: { incident: Incident }) {
  const t = useText()
  const user = useUser()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [text, setText] = useState('')
  const adding = useMutation({
    mutationFn: (note: string) => noteIncident(incident.id, note, keyFor({ note, version: incident.version })),
    onSuccess: () => {
      setText('')
      return queries.invalidateQueries({ queryKey: incidentQuery(incident.id).queryKey })
    },
  })
  if (!hasRole(user, 'operator', 'approver', 'admin')) return null
  return (
    <form
      className="mt-4 space-y-2 border-t pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') adding.mutate(text.trim())
      }}
    >
      <Field label={t('note.label')}>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            maxLength={4000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {adding.isError && (
        <MutationError
          error={adding.error}
          what={t('note.what')}
          verb={t('note.failed')}
          place={`/incidents/${incident.id}`}
        />
      )}
      <Button type="submit" size="sm" disabled={adding.isPending || text.trim() === ''}>
        {t(adding.isPending ? 'note.adding' : 'note.add')}
      </Button>
    </form>
  )
}

function Told({ incident }: { incident: Incident }) {
  const t = useText()
  const sent = incident.notifications ?? []
  return (
    <Card title={t('notifications')}>
      {sent.length === 0 ? (
        <p className="text-[13px] text-muted">{t('notifications.none')}</p>
      ) : (
        <ul className="space-y-2 text-[13px]">
          {sent.map((each) => (
            <li key={each.id} className="flex flex-wrap items-center gap-2">
              <Badge tone={each.error === null ? 'neutral' : 'bad'}>{humanise(each.state)}</Badge>
              <span className="font-medium">{each.receiver}</span>
              <span className="text-xs text-muted">
                {humanise(each.kind)} · {t('notification.attempts', { count: each.attempts })} ·{' '}
                <Age instant={each.sent_at ?? each.created_at} />
              </span>
              {each.error !== null && (
                <span lang="en" className="w-full text-xs text-bad">
                  {each.error}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
