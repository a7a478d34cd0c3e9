import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import type { Versioned } from '@/api/client'
import type { Account, GivenRole, IssuedPassword } from '@/api/types'
import { createUser, editUser, resetPassword, userQuery } from '@/api/users'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { MutationError } from '@/components/ui/mutation-error'
import { QueryView } from '@/components/ui/states'
import { humanise } from '@/lib/format'
import { createKeyring } from '@/lib/ids'
import { asProblemError, fieldMessage, matchField } from '@/lib/problem'
import { namesOf } from '@/lib/names'
import { usersPlace } from './place'
import { SecretOnce } from './secret-once'
import { givenRoles } from './user-form'
import { useText } from './text'

export type UserTask = { kind: 'create' } | { kind: 'edit' | 'reset'; id: string; name: string }

export function UserDialog({ task, onClose }: { task: UserTask | null; onClose: () => void }) {
  const t = useText()
  const [issued, setIssued] = useState<IssuedPassword | null>(null)
  const close = () => {
    setIssued(null)
    onClose()
  }
  const title =
    issued !== null
      ? t('user.password.of', { name: issued.user.name })
      : task === null
        ? ''
        : task.kind === 'create'
          ? t('user.create.title')
          : task.kind === 'edit'
            ? t('user.edit.of', { name: task.name })
            : t('user.reset.title', { name: task.name })
  return (
    <Dialog
      open={task !== null}
      onOpenChange={(open) => {
        if (!open) close()
      }}
      title={title}
      {...(issued === null ? {} : { description: t('user.password.once') })}
    >
      {issued !== null ? (
        <Password issued={issued} onClose={close} />
      ) : task?.kind === 'create' ? (
        <CreateForm onIssued={setIssued} onClose={close} />
      ) : task?.kind === 'edit' ? (
        <EditLoader id={task.id} onClose={close} />
      ) : task?.kind === 'reset' ? (
        <ResetForm id={task.id} onIssued={setIssued} onClose={close} />
      ) : null}
    </Dialog>
  )
}

function Password({ issued, onClose }: { issued: IssuedPassword; onClose: () => void }) {
  const t = useText()
  if (issued.password === null) {
    return (
      <p role="alert" className="mt-4 text-[13px]">
        {t('user.password.already')}
      </p>
    )
  }
  return <SecretOnce secret={issued.password} done={t('user.password.passed')} onClose={onClose} />
}

type Values = {
  name: string
  display_name: string
  roles: GivenRole[]
  teams: string
  environments: string
  enabled: boolean
}

const fields = ['name', 'display_name', 'roles', 'teams', 'environments', 'enabled'] as const

function UserFields({
  values,
  error,
  onChange,
  isNew,
}: {
  values: Values
  error: unknown
  onChange: (values: Values) => void
  isNew: boolean
}) {
  const t = useText()
  const wrong = error === null ? [] : asProblemError(error).fieldErrors
  const messageOf = (field: (typeof fields)[number]) => {
    const found = wrong.find((entry) => matchField(entry.field, fields) === field)
    return found === undefined ? undefined : fieldMessage(found)
  }
  const text = (field: 'name' | 'display_name' | 'teams' | 'environments', label: string, hint: string) => (
    <Field label={label} hint={hint} error={messageOf(field)}>
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          maxLength={200}
          value={values[field]}
          onChange={(event) => onChange({ ...values, [field]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <>
      {isNew && text('name', t('user.name'), t('user.name.hint'))}
      {text('display_name', t('name'), t('user.display.hint'))}
      <fieldset className="sm:col-span-2">
        <legend className="mb-1 text-xs font-medium">{t('user.roles')}</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {givenRoles.map((role) => (
            <label key={role} className="inline-flex items-center gap-1.5 text-[13px]">
              <input
                type="checkbox"
                checked={values.roles.includes(role)}
                onChange={(event) =>
                  onChange({
                    ...values,
                    roles: givenRoles.filter((each) =>
                      each === role ? event.target.checked : values.roles.includes(each),
                    ),
                  })
                }
              />
              {humanise(role)}
            </label>
          ))}
        </div>
        {messageOf('roles') !== undefined && <p className="mt-1 text-xs font-medium text-bad">{messageOf('roles')}</p>}
      </fieldset>
      {text('teams', t('user.teams'), t('user.list.hint'))}
      {text('environments', t('user.environments'), t('user.list.hint'))}
      {!isNew && (
        <label className="inline-flex items-center gap-1.5 text-[13px] sm:col-span-2">
          <input
            type="checkbox"
            checked={values.enabled}
            onChange={(event) => onChange({ ...values, enabled: event.target.checked })}
          />
          {t('user.enabled')}
        </label>
      )}
    </>
  )
}

function Buttons({ busy, what, onClose }: { busy: boolean; what: string; onClose: () => void }) {
  const t = useText()
  return (
    <div className="flex justify-end gap-2 sm:col-span-2">
      <Button onClick={onClose}>{t('back')}</Button>
      <Button type="submit" variant="primary" disabled={busy}>
        {busy ? t('sending') : what}
      </Button>
    </div>
  )
}

const form = 'mt-4 grid gap-4 sm:grid-cols-2'

function CreateForm({ onIssued, onClose }: { onIssued: (issued: IssuedPassword) => void; onClose: () => void }) {
  const t = useText()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [values, setValues] = useState<Values>({
    name: '',
    display_name: '',
    roles: ['viewer'],
    teams: '',
    environments: '*',
    enabled: true,
  })
  const create = useMutation({
    mutationFn: () => {
      const asked = {
        name: values.name.trim(),
        display_name: values.display_name.trim() === '' ? null : values.display_name.trim(),
        roles: values.roles,
        teams: namesOf(values.teams),
        environments: namesOf(values.environments),
      }
      return createUser(asked, keyFor(asked))
    },
    onSuccess: async (issued) => {
      onIssued(issued)
      await queries.invalidateQueries({ queryKey: ['users'] })
    },
    gcTime: 0,
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <form noValidate className={form} onSubmit={submit}>
      <UserFields isNew values={values} error={create.error} onChange={setValues} />
      {create.isError && (
        <div className="sm:col-span-2">
          <MutationError error={create.error} what={t('user.what')} verb={t('user.notMade')} place={usersPlace} />
        </div>
      )}
      <Buttons busy={create.isPending} what={t('user.make')} onClose={onClose} />
    </form>
  )
}

function EditLoader({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText()
  const query = useQuery(userQuery(id))
  return (
    <div className="mt-4">
      <QueryView query={query} what={t('user.what')} compact>
        {(loaded) => <EditForm key={loaded.etag} id={id} loaded={loaded} onClose={onClose} />}
      </QueryView>
    </div>
  )
}

function EditForm({ id, loaded, onClose }: { id: string; loaded: Versioned<Account>; onClose: () => void }) {
  const t = useText()
  const queries = useQueryClient()
  const [values, setValues] = useState<Values>({
    name: loaded.value.name,
    display_name: loaded.value.display_name,
    roles: givenRoles.filter((role) => loaded.value.roles.includes(role)),
    teams: loaded.value.teams.join(', '),
    environments: loaded.value.environments.join(', '),
    enabled: loaded.value.enabled,
  })
  const edit = useMutation({
    mutationFn: () =>
      editUser(
        id,
        {
          display_name: values.display_name.trim(),
          roles: values.roles,
          teams: namesOf(values.teams),
          environments: namesOf(values.environments),
          enabled: values.enabled,
        },
        loaded.etag,
      ),
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries({ queryKey: ['users', 'list'] })
    },
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    edit.mutate()
  }
  return (
    <form noValidate className={form} onSubmit={submit}>
      <UserFields isNew={false} values={values} error={edit.error} onChange={setValues} />
      {edit.isError && (
        <div className="sm:col-span-2">
          <MutationError error={edit.error} what={t('user.what')} verb={t('user.notChanged')} place={usersPlace} />
        </div>
      )}
      <Buttons busy={edit.isPending} what={t('save')} onClose={onClose} />
    </form>
  )
}

function ResetForm({
  id,
  onIssued,
  onClose,
}: {
  id: string
  onIssued: (issued: IssuedPassword) => void
  onClose: () => void
}) {
  const t = useText()
  const [keyFor] = useState(() => createKeyring())
  const reset = useMutation({
    mutationFn: () => resetPassword(id, keyFor(id)),
    onSuccess: onIssued,
    gcTime: 0,
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    reset.mutate()
  }
  return (
    <form className="mt-4 space-y-4" onSubmit={submit}>
      <p className="text-[13px]">{t('user.reset.text')}</p>
      {reset.isError && (
        <MutationError error={reset.error} what={t('user.password')} verb={t('user.notReset')} place={usersPlace} />
      )}
      <Buttons busy={reset.isPending} what={t('user.reset.confirm')} onClose={onClose} />
    </form>
  )
}
