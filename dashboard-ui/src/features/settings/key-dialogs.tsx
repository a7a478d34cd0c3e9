import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { apiKeysQuery, createApiKey, rotateApiKey } from '@/api/security'
import { useUser } from '@/api/session'
import { keepReason, takeReason } from '@/api/step-up'
import type { ApiKey, IssuedApiKey } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { MutationError } from '@/components/ui/mutation-error'
import { createKeyring } from '@/lib/ids'
import { asProblemError, fieldMessage, matchField } from '@/lib/problem'
import { securityPlace } from './place'
import { SecretOnce } from './secret-once'

export type KeyTask = { kind: 'create' } | { kind: 'rotate'; key: ApiKey }

const day = 24 * 60 * 60 * 1000
const lives = [7, 30, 90, 365]
const overlaps: [string, string][] = [
  ['PT0S', 'At once'],
  ['PT1H', 'After an hour'],
  ['P1D', 'After a day'],
  ['P7D', 'After seven days'],
]

export function KeyDialog({ task, onClose }: { task: KeyTask | null; onClose: () => void }) {
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
      title={issued !== null ? 'Your key' : task?.kind === 'rotate' ? `Rotate ${task.key.name}` : 'New API key'}
      description={
        issued !== null
          ? 'It is shown this once: only a hash of it is stored.'
          : task?.kind === 'rotate'
            ? 'You get a new secret; the old one goes on working for as long as you say, so that programs can change over.'
            : 'A key does what you choose here, and never more than you may do yourself at that moment.'
      }
    >
      {issued !== null ? (
        <Secret issued={issued} onClose={close} />
      ) : task?.kind === 'create' ? (
        <CreateForm onIssued={setIssued} onClose={close} />
      ) : task?.kind === 'rotate' ? (
        <RotateForm apiKey={task.key} onIssued={setIssued} onClose={close} />
      ) : null}
    </Dialog>
  )
}

function Secret({ issued, onClose }: { issued: IssuedApiKey; onClose: () => void }) {
  if (issued.secret === null) {
    return (
      <p role="alert" className="mt-4 text-[13px]">
        The key was already made by an earlier try, and its secret cannot be shown again. Rotate it to get a new one.
      </p>
    )
  }
  return <SecretOnce secret={issued.secret} done="I have stored it" onClose={onClose} />
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
        label="Name"
        required
        hint="Which program uses it"
        className="sm:col-span-2"
        error={missing && name.trim() === '' ? 'Give it a name' : messageOf('name')}
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
      <Field label="May" error={messageOf('roles')}>
        {(control) => (
          <Select
            {...control}
            value={role}
            onChange={(event) => setRole(event.target.value === 'operator' ? 'operator' : 'viewer')}
          >
            <option value="viewer">Read</option>
            {mayOperate && <option value="operator">Read and submit workloads</option>}
          </Select>
        )}
      </Field>
      <Field label="Good for" error={messageOf('expires_at')}>
        {(control) => (
          <Select {...control} value={life} onChange={(event) => setLife(Number(event.target.value))}>
            {lives.map((days) => (
              <option key={days} value={days}>
                {days} days
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ScopeField label="Team" names={user.teams} value={team} error={messageOf('teams')} onChange={setTeam} />
      <ScopeField
        label="Environment"
        names={user.environments}
        value={environment}
        error={messageOf('environments')}
        onChange={setEnvironment}
      />
      {create.isError && (
        <div className="sm:col-span-2">
          <MutationError
            error={create.error}
            what="The key"
            verb="was not made"
            place={securityPlace}
            onLeave={() => keepReason(securityPlace, name)}
          />
        </div>
      )}
      <div className="flex justify-end gap-2 sm:col-span-2">
        <Button onClick={onClose}>Back</Button>
        <Button type="submit" variant="primary" disabled={create.isPending}>
          {create.isPending ? 'Making…' : 'Make the key'}
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
  if (names.includes('*')) {
    return (
      <Field label={label} hint="Empty for all of yours" error={error}>
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
          <option value="">All of yours</option>
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

function RotateForm({ apiKey, onIssued, onClose }: FormProps & { apiKey: ApiKey }) {
  const [overlap, setOverlap] = useState('P1D')
  const rotate = useIssuing(
    (asked: { overlap: string }, idempotencyKey) => rotateApiKey(apiKey.id, asked, idempotencyKey),
    onIssued,
  )
  return (
    <form
      noValidate
      className="mt-4 space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        rotate.mutate({ overlap })
      }}
    >
      <Field label="The old secret ends">
        {(control) => (
          <Select {...control} value={overlap} onChange={(event) => setOverlap(event.target.value)}>
            {overlaps.map(([duration, text]) => (
              <option key={duration} value={duration}>
                {text}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {rotate.isError && (
        <MutationError error={rotate.error} what="The key" verb="was not rotated" place={securityPlace} />
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Back</Button>
        <Button type="submit" variant="primary" disabled={rotate.isPending}>
          {rotate.isPending ? 'Rotating…' : 'Rotate'}
        </Button>
      </div>
    </form>
  )
}
