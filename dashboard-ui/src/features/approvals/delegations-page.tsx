import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { createDelegation, delegationsQuery, revokeDelegation, type Delegation } from '@/api/approvals'
import { canJudge, hasRole, useUser } from '@/api/session'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Confirm } from '@/components/ui/confirm'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, TextArea } from '@/components/ui/field'
import { MutationError } from '@/components/ui/mutation-error'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Instant } from '@/components/ui/time'
import { domainNow, useNow } from '@/lib/clock'
import { placeErrors } from '@/lib/form-errors'
import { createKeyring } from '@/lib/ids'
import { useRefreshInterval } from '@/lib/live/live-context'
import { toast } from '@/lib/toast'
import { ApprovalsLayout } from './approvals-layout'
import {
  delegationErrors,
  delegationOf,
  delegationSchema,
  localTime,
  mostDays,
  type DelegationForm,
} from './delegation-form'
import { delegationState, type DelegationState } from './standing'
import { useText } from './text'

const place = '/approvals/delegations'
const week = 7 * 86_400_000
const tones: Record<DelegationState, Tone> = { live: 'good', waiting: 'info', expired: 'neutral', revoked: 'bad' }

/** Who lets whom give verdicts in his stead, and until when. */
export function DelegationsPage() {
  const t = useText()
  const user = useUser()
  const may = canJudge(user)
  const now = useNow()
  const query = useQuery({ ...delegationsQuery, refetchInterval: useRefreshInterval(60_000) })
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Delegation | null>(null)
  const names = (list: readonly string[]) => (list.includes('*') ? t('names.all') : list.join(', '))
  const columns: RecordColumn<Delegation>[] = [
    {
      id: 'from',
      header: t('delegation.from'),
      value: (row) => row.from.name,
      cell: (row) => <strong className="font-medium">{row.from.name}</strong>,
    },
    { id: 'to', header: t('delegation.to'), value: (row) => row.to, cell: (row) => row.to },
    {
      id: 'state',
      header: t('standing'),
      value: (row) => delegationState(row, now),
      cell: (row) => {
        const state = delegationState(row, now)
        return <Badge tone={tones[state]}>{t(`standing.${state}`)}</Badge>
      },
    },
    {
      id: 'scope',
      header: t('delegation.scope'),
      value: (row) => `${row.teams.join(' ')} ${row.environments.join(' ')}`,
      className: 'min-w-40',
      cell: (row) => t('delegation.scope.text', { teams: names(row.teams), environments: names(row.environments) }),
    },
    {
      id: 'until',
      header: t('until'),
      value: (row) => row.ends_at,
      cell: (row) => <Instant instant={row.ends_at} />,
    },
    {
      id: 'reason',
      header: t('reason'),
      value: (row) => row.reason,
      className: 'min-w-40',
      cell: (row) => <span data-raw>{row.reason}</span>,
    },
    {
      id: 'actions',
      header: '',
      className: 'text-right',
      cell: (row) => {
        const state = delegationState(row, now)
        const own = row.from.actor_id === user.actor_id || hasRole(user, 'admin')
        return (
          may &&
          own &&
          (state === 'live' || state === 'waiting') && (
            <Button size="sm" aria-label={t('delegation.end.of', { name: row.to })} onClick={() => setEnding(row)}>
              {t('delegation.end')}
            </Button>
          )
        )
      },
    },
  ]
  return (
    <ApprovalsLayout lead={t('delegations.lead')}>
      <Card
        title={t('area.delegations')}
        actions={
          may && (
            <Button size="sm" onClick={() => setAdding(true)}>
              {t('delegation.new')}
            </Button>
          )
        }
        flush
      >
        <QueryView
          query={query}
          what={t('area.delegations')}
          loading={
            <div className="p-4">
              <LoadingLines lines={4} />
            </div>
          }
          isEmpty={(page) => page.items.length === 0}
          empty={<EmptyState title={t('delegations.empty')}>{t('delegations.empty.hint')}</EmptyState>}
        >
          {(page) => (
            <RecordTable
              label={t('area.delegations')}
              rows={page.items}
              columns={columns}
              rowId={(row) => row.id}
              csvName="delegations"
            />
          )}
        </QueryView>
      </Card>
      <Dialog
        open={adding}
        onOpenChange={setAdding}
        title={t('delegation.new.title')}
        description={t('delegation.new.text')}
      >
        {adding && <DelegationFields onClose={() => setAdding(false)} />}
      </Dialog>
      <EndDelegation delegation={ending} onClose={() => setEnding(null)} />
    </ApprovalsLayout>
  )
}

function DelegationFields({ onClose }: { onClose: () => void }) {
  const t = useText()
  const user = useUser()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [schema] = useState(() => delegationSchema(user.name, () => domainNow()))
  const [start] = useState(() => ({
    to: '',
    until: localTime(domainNow() + week),
    teams: '*',
    environments: '*',
    reason: '',
  }))
  const form = useForm<DelegationForm>({ resolver: zodResolver(schema), defaultValues: start, mode: 'onTouched' })
  const creating = useMutation({
    mutationFn: (values: DelegationForm) => createDelegation(delegationOf(values), keyFor(values)),
    onSuccess: async (made) => {
      onClose()
      toast({ text: t('delegation.made', { name: made.to }) })
      await queries.invalidateQueries({ queryKey: delegationsQuery.queryKey })
    },
    onError: (error) =>
      placeErrors<DelegationForm>(
        error,
        { to: 'to', teams: 'teams', environments: 'environments', ends_at: 'until', reason: 'reason' },
        form.setError,
      ),
  })
  const message = (name: keyof DelegationForm) => {
    const text = form.formState.errors[name]?.message
    const key = delegationErrors.find((each) => each === text)
    return key === undefined ? text : t(key, { days: mostDays })
  }
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <form
      noValidate
      className="mt-4 grid gap-4 sm:grid-cols-2"
      onSubmit={(event) => void form.handleSubmit((values) => creating.mutate(values))(event)}
    >
      <Field label={t('delegation.to')} required hint={t('delegation.to.hint')} error={message('to')}>
        {(control) => (
          <Input {...control} autoComplete="off" spellCheck={false} aria-required {...form.register('to')} />
        )}
      </Field>
      <Field
        label={t('until')}
        required
        hint={t('delegation.until.hint', { zone, days: mostDays })}
        error={message('until')}
      >
        {(control) => <Input {...control} type="datetime-local" aria-required {...form.register('until')} />}
      </Field>
      <Field label={t('delegation.teams')} required hint={t('delegation.names.hint')} error={message('teams')}>
        {(control) => <Input {...control} autoComplete="off" aria-required {...form.register('teams')} />}
      </Field>
      <Field label={t('delegation.environments')} required error={message('environments')}>
        {(control) => <Input {...control} autoComplete="off" aria-required {...form.register('environments')} />}
      </Field>
      <Field
        className="sm:col-span-2"
        label={t('reason')}
        required
        hint={t('delegation.reason.hint')}
        error={message('reason')}
      >
        {(control) => <TextArea {...control} rows={2} maxLength={1000} aria-required {...form.register('reason')} />}
      </Field>
      {creating.isError && (
        <div className="sm:col-span-2">
          <MutationError
            error={creating.error}
            what={t('delegation.what')}
            verb={t('delegation.notMade')}
            place={place}
          />
        </div>
      )}
      <div className="flex justify-end gap-2 sm:col-span-2">
        <Button onClick={onClose}>{t('verdict.back')}</Button>
        <Button type="submit" variant="primary" disabled={creating.isPending}>
          {t(creating.isPending ? 'verdict.sending' : 'delegation.create')}
        </Button>
      </div>
    </form>
  )
}

function EndDelegation({ delegation, onClose }: { delegation: Delegation | null; onClose: () => void }) {
  const t = useText()
  const queries = useQueryClient()
  const ending = useMutation({
    mutationFn: (gone: Delegation) => revokeDelegation(gone.id),
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries({ queryKey: delegationsQuery.queryKey })
    },
  })
  return (
    <Confirm
      open={delegation !== null}
      onOpenChange={(open) => {
        if (!open) {
          ending.reset()
          onClose()
        }
      }}
      title={t('delegation.end.title')}
      description={t('delegation.end.text', { name: delegation?.to ?? '' })}
      confirm={t('delegation.end.confirm')}
      danger
      busy={ending.isPending}
      error={
        ending.isError && (
          <MutationError error={ending.error} what={t('delegation.what')} verb={t('notRevoked')} place={place} />
        )
      }
      onConfirm={() => {
        if (delegation !== null) ending.mutate(delegation)
      }}
    />
  )
}
