import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { canEditUsers, canSeeUsers, useUser } from '@/api/session'
import type { Account } from '@/api/types'
import { usersQuery, type UserFilters } from '@/api/users'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field, Input, Select } from '@/components/ui/field'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { humanise, scopeText } from '@/lib/format'
import { SettingsLayout } from './settings-layout'
import { useText } from './text'
import { givenRoles } from './user-form'
import { UserDialog, type UserTask } from './user-dialogs'

/** Who may log in, and what they may do: admins change it, auditors look. */
export function UsersPage() {
  const t = useText()
  const user = useUser()
  const [task, setTask] = useState<UserTask | null>(null)
  return (
    <SettingsLayout
      lead={t('users.lead')}
      actions={
        canEditUsers(user) && (
          <Button variant="primary" onClick={() => setTask({ kind: 'create' })}>
            {t('user.new')}
          </Button>
        )
      }
    >
      {canSeeUsers(user) ? (
        <UserList onTask={canEditUsers(user) ? setTask : null} />
      ) : (
        <Card>
          <EmptyState title={t('users.role')}>
            {t('youHave', { roles: user.roles.join(', ') || t('noRole') })}
          </EmptyState>
        </Card>
      )}
      <UserDialog task={task} onClose={() => setTask(null)} />
    </SettingsLayout>
  )
}

function UserList({ onTask }: { onTask: ((task: UserTask) => void) | null }) {
  const t = useText()
  const [params, setParams] = useSearchParams()
  const q = params.get('q') ?? ''
  const role = params.get('role') ?? ''
  const filters: UserFilters = { ...(q === '' ? {} : { q }), ...(role === '' ? {} : { role }) }
  const query = useInfiniteQuery(usersQuery(filters))
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true, preventScrollReset: true },
    )
  return (
    <>
      <search className="mb-3 flex flex-wrap items-end gap-3">
        <Field label={t('user.contains')} className="w-56">
          {(control) => (
            <Input
              {...control}
              type="search"
              autoComplete="off"
              maxLength={100}
              value={q}
              onChange={(event) => set('q', event.target.value)}
            />
          )}
        </Field>
        <Field label={t('user.role')} className="w-44">
          {(control) => (
            <Select {...control} value={role} onChange={(event) => set('role', event.target.value)}>
              <option value="">{t('all')}</option>
              {givenRoles.map((each) => (
                <option key={each} value={each}>
                  {humanise(each)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </search>
      <Card flush>
        <QueryView
          query={query}
          what={t('users')}
          loading={
            <div className="p-4">
              <LoadingLines lines={6} />
            </div>
          }
          isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
          empty={<EmptyState title={t('users.none')}>{t('users.none.hint')}</EmptyState>}
        >
          {(data) => (
            <>
              <UserTable accounts={data.pages.flatMap((page) => page.items)} onTask={onTask} more={query} />
            </>
          )}
        </QueryView>
      </Card>
    </>
  )
}

function UserTable({
  accounts,
  onTask,
  more,
}: {
  accounts: Account[]
  onTask: ((task: UserTask) => void) | null
  more: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}) {
  const t = useText()
  const columns: RecordColumn<Account>[] = [
    {
      id: 'name',
      header: t('name'),
      value: (row) => row.name,
      className: 'min-w-36',
      cell: (row) => (
        <>
          <span className="font-medium wrap-anywhere">{row.name}</span>
          {row.display_name !== row.name && <span className="block text-xs text-muted">{row.display_name}</span>}
        </>
      ),
    },
    {
      id: 'roles',
      header: t('user.roles'),
      value: (row) => row.roles.join(' '),
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          {row.roles.map((role) => (
            <Badge key={role}>{humanise(role)}</Badge>
          ))}
        </span>
      ),
    },
    { id: 'teams', header: t('user.teams'), value: (row) => row.teams.join(' '), cell: (row) => scopeText(row.teams) },
    {
      id: 'environments',
      header: t('user.environments'),
      value: (row) => row.environments.join(' '),
      cell: (row) => scopeText(row.environments),
    },
    {
      id: 'state',
      header: t('state'),
      value: (row) => row.enabled,
      cell: (row) => (
        <Badge tone={row.enabled ? 'good' : 'bad'}>{t(row.enabled ? 'user.mayLogIn' : 'user.disabled')}</Badge>
      ),
    },
    ...(onTask === null
      ? []
      : [
          {
            id: 'actions',
            header: '',
            className: 'text-right whitespace-nowrap',
            cell: (row: Account) => (
              <span className="inline-flex gap-2">
                <Button
                  size="sm"
                  aria-label={t('user.edit.of', { name: row.name })}
                  onClick={() => onTask({ kind: 'edit', id: row.actor_id, name: row.name })}
                >
                  {t('user.edit')}
                </Button>
                <Button
                  size="sm"
                  aria-label={t('user.reset.of', { name: row.name })}
                  onClick={() => onTask({ kind: 'reset', id: row.actor_id, name: row.name })}
                >
                  {t('user.reset')}
                </Button>
              </span>
            ),
          },
        ]),
  ]
  return (
    <RecordTable
      label={t('users')}
      rows={accounts}
      columns={columns}
      rowId={(row) => row.actor_id}
      csvName="users"
      more={more}
    />
  )
}
