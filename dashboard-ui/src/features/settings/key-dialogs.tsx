import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { apiKeyQuery, apiKeysQuery, createApiKey, rotateApiKey } from '@/api/security'
import { useUser } from '@/api/session'
import { keepReason, takeReason } from '@/api/step-up'
import type { ApiKey, IssuedApiKey } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { MutationError } from '@/components/ui/mutation-error'
import { QueryView } from '@/components/ui/states'
import { createKeyring } from '@/lib/ids'
import { asProblemError, fieldMessage, matchField } from '@/lib/problem'
import { securityPlace } from './place'
import { SecretOnce } from './secret-once'
import { useText } from './text'

export type KeyTask = { kind: 'create' } | { kind: 'rotate'; key: ApiKey }

const day = 24 * 60 * 60 * 1000
const lives = [7, 30, 90, 365]
const overlaps = ['PT0S', 'PT1H', 'P1D', 'P7D'] as const

export function KeyDialog({ task, onClose }: { task: KeyTask | null; onClose: () => void }) {
  const t = useText()
  const [issued, setIssued] = useState<IssuedApiKey | null>(null)
  const close = () => {
    setIssued(null)
    onClose()
  }
  return (
    <Dialog
      open={task !== null}
      onOpenChange={(open) => {
        if (!open) close()
      }}
      title={
        issued !== null
          ? t('key.yours')
          : task?.kind === 'rotate'
            ? t('key.rotate.of', { name: task.key.name })
            : t('key.create.title')
      }
      description={t(issued !== null ? 'key.once' : task?.kind === 'rotate' ? 'key.rotate.text' : 'key.create.text')}
    >
      {issued !== null ? (
        <Secret issued={issued} onClose={close} />
      ) : task?.kind === 'create' ? (
        <CreateForm onIssued={setIssued} onClose={close} />
      ) : task?.kind === 'rotate' ? (
        <RotateLoader id={task.key.id} onIssued={setIssued} onClose={close} />
      ) : null}
    </Dialog>
  )
}

function Secret({ issued, onClose }: { issued: IssuedApiKey; onClose: () => void }) {
  const t = useText()
  if (issued.secret === null) {
    return (
      <p role="alert" className="mt-4 text-[13px]">
        {t('key.already')}
      </p>
    )
  }
  return <SecretOnce secret={issued.secret} done={t('key.stored')} onClose={onClose} />
}

type FormProps = { onIssued: (issued: IssuedApiKey) => void; onClose: () => void }

function useIssuing<T>(
  issue: (asked: T, idempotencyKey: string) => Promise<IssuedApiKey>,
  onIssued: FormProps['onIssued'],
) {
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  return useMutation({
    mutationFn: (asked: T) => issue(asked, keyFor(asked)),
    onSuccess: async (issued) => {
      onIssued(issued)
      await queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey })
    },
    // Nothing of an answer with a secret stays in memory longer than the dialog.
    gcTime: 0,
  })
}

const fields = ['name', 'roles', 'teams', 'environments', 'expires_at'] as const

function CreateForm({ onIssued, onClose }: FormProps) {
  const t = useText()
  const user = useUser()
  const [name, setName] = useState(() => takeReason(securityPlace))
  const [role, setRole] = useState<'viewer' | 'operator'>('viewer')
  const [team, setTeam] = useState('')
  const [environment, setEnvironment] = useState('')
  const [life, setLife] = useState(90)
  const [missing, setMissing] = useState(false)
  // Taken once, so that sending the same form again is the same request.
  const [now] = useState(() => Date.now())
  const create = useIssuing(createApiKey, onIssued)
  const mayOperate = user.roles.includes('operator') || user.roles.includes('admin')
  const wrong = create.isError ? asProblemError(create.error).fieldErrors : []
  const messageOf = (field: (typeof fields)[number]) => {
    const found = wrong.find((entry) => matchField(entry.field, fields) === field)
    return found === undefined ? undefined : fieldMessage(found)
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setMissing(name.trim() === '')
    if (name.trim() === '') return
    create.mutate({
      name: name.trim(),
      roles: [role],
      ...(team === '' ? {} : { teams: [team] }),
      ...(environment === '' ? {} : { environments: [environment] }),
      expires_at: new Date(now + life * day).toISOString(),
    })
  }
  return (
    <form noValidate className="mt-4 grid gap-4 sm:grid-cols-2" onSubmit={submit}>
      <Field
        label={t('name')}
        required
        hint={t('key.name.hint')}
        className="sm:col-span-2"
        error={missing && name.trim() === '' ? t('key.name.missing') : messageOf('name')}
      >
        {(control) => (
          <Input
            {...control}
            aria-required
            autoComplete="off"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('key.may')} error={messageOf('roles')}>
        {(control) => (
          <Select
            {...control}
            value={role}
            onChange={(event) => setRole(event.target.value === 'operator' ? 'operator' : 'viewer')}
          >
            <option value="viewer">{t('key.read')}</option>
            {mayOperate && <option value="operator">{t('key.operate')}</option>}
          </Select>
        )}
      </Field>
      <Field label={t('key.life')} error={messageOf('expires_at')}>
        {(control) => (
          <Select {...control} value={life} onChange={(event) => setLife(Number(event.target.value))}>
            {lives.map((days) => (
              <option key={days} value={days}>
                {t('days', { count: days })}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ScopeField label={t('team')} names={user.teams} value={team} error={messageOf('teams')} onChange={setTeam} />
      <ScopeField
        label={t('environment')}
        names={user.environments}
        value={environment}
        error={messageOf('environments')}
        onChange={setEnvironment}
      />
      {create.isError && (
        <div className="sm:col-span-2">
          <MutationError
            error={create.error}
            what={t('key.what')}
            verb={t('key.notMade')}
            place={securityPlace}
            onLeave={() => keepReason(securityPlace, name)}
          />
        </div>
      )}
      <div className="flex justify-end gap-2 sm:col-span-2">
        <Button onClick={onClose}>{t('back')}</Button>
        <Button type="submit" variant="primary" disabled={create.isPending}>
          {t(create.isPending ? 'making' : 'key.make')}
        </Button>
      </div>
    </form>
  )
}

/** Somebody who may see all teams types one; others choose among their own. */
function ScopeField({
  label,
  names,
  value,
  error,
  onChange,
}: {
  label: string
  names: readonly string[]
  value: string
  error: string | undefined
  onChange: (value: string) => void
}) {
  const t = useText()
  if (names.includes('*')) {
    return (
      <Field label={label} hint={t('scope.empty')} error={error}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={value}
            onChange={(event) => onChange(event.target.value.trim())}
          />
        )}
      </Field>
    )
  }
  return (
    <Field label={label} error={error}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t('scope.allYours')}</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function RotateLoader({ id, ...form }: FormProps & { id: string }) {
  const t = useText()
  const query = useQuery(apiKeyQuery(id))
  return (
    <div className="mt-4">
      <QueryView query={query} what={t('key.what')} compact>
        {({ etag }) => <RotateForm key={etag} id={id} etag={etag} {...form} />}
      </QueryView>
    </div>
  )
}

function RotateForm({ id, etag, onIssued, onClose }: FormProps & { id: string; etag: string | null }) {
  const t = useText()
  const [overlap, setOverlap] = useState('P1D')
  const rotate = useIssuing(
    (asked: { overlap: string }, idempotencyKey) => rotateApiKey(id, asked, etag, idempotencyKey),
    onIssued,
  )
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        rotate.mutate({ overlap })
      }}
    >
      <Field label={t('key.overlap.label')}>
        {(control) => (
          <Select {...control} value={overlap} onChange={(event) => setOverlap(event.target.value)}>
            {overlaps.map((duration) => (
              <option key={duration} value={duration}>
                {t(`key.overlap.${duration}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {rotate.isError && (
        <MutationError error={rotate.error} what={t('key.what')} verb={t('key.notRotated')} place={securityPlace} />
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('back')}</Button>
        <Button type="submit" variant="primary" disabled={rotate.isPending}>
          {t(rotate.isPending ? 'key.rotating' : 'key.rotate.confirm')}
        </Button>
      </div>
    </form>
  )
}
