import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { canEditUsers, canSeeUsers, useUser } from '@/api/session'
import type { Account } from '@/api/types'
import { usersQuery, type UserFilters } from '@/api/users'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field, Input, Select } from '@/components/ui/field'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { TableFrame, Td, Th } from '@/components/ui/table'
import { humanise, scopeText } from '@/lib/format'
import { givenRoles } from './user-form'
import { UserDialog, type UserTask } from './user-dialogs'

/** Who may log in, and what they may do: admins change it, auditors look. */
export function UsersPage() {
  const user = useUser()
  const [task, setTask] = useState<UserTask | null>(null)
  return (
    <>
      <PageHeader
        title="Users"
        lead="Who may log in here, with which roles, for which teams and environments."
        actions={
          canEditUsers(user) && (
            <Button variant="primary" onClick={() => setTask({ kind: 'create' })}>
              New user…
            </Button>
          )
        }
      />
      {canSeeUsers(user) ? (
        <UserList onTask={canEditUsers(user) ? setTask : null} />
      ) : (
        <Card>
          <EmptyState title="This page needs the role admin or auditor">
            You have {user.roles.join(', ') || 'no role'}.
          </EmptyState>
        </Card>
      )}
      <UserDialog task={task} onClose={() => setTask(null)} />
    </>
  )
}

function UserList({ onTask }: { onTask: ((task: UserTask) => void) | null }) {
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
        <Field label="Name contains" className="w-56">
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
        <Field label="Role" className="w-44">
          {(control) => (
            <Select {...control} value={role} onChange={(event) => set('role', event.target.value)}>
              <option value="">All</option>
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
          what="Users"
          loading={
            <div className="p-4">
              <LoadingLines lines={6} label="Loading users" />
            </div>
          }
          isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
          empty={<EmptyState title="Nobody fits">Take out a filter.</EmptyState>}
        >
          {(data) => (
            <>
              <TableFrame label="Users">
                <thead>
                  <tr>
                    <Th>Name</Th>
                    <Th>Roles</Th>
                    <Th>Teams</Th>
                    <Th>Environments</Th>
                    <Th>State</Th>
                    <Th>
                      <span className="sr-only">Actions</span>
                    </Th>
                  </tr>
                </thead>
                <tbody>
                  {data.pages
                    .flatMap((page) => page.items)
                    .map((each) => (
                      <UserRow key={each.actor_id} account={each} onTask={onTask} />
                    ))}
                </tbody>
              </TableFrame>
              {query.hasNextPage && (
                <div className="px-4 py-2.5">
                  <Button size="sm" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {query.isFetchingNextPage ? 'Loading…' : 'Load more'}
                  </Button>
                </div>
              )}
            </>
          )}
        </QueryView>
      </Card>
    </>
  )
}

function UserRow({ account, onTask }: { account: Account; onTask: ((task: UserTask) => void) | null }) {
  return (
    <tr>
      <Td className="min-w-36">
        <span className="font-medium wrap-anywhere">{account.name}</span>
        {account.display_name !== account.name && (
          <span className="block text-xs text-muted">{account.display_name}</span>
        )}
      </Td>
      <Td>
        <span className="flex flex-wrap gap-1">
          {account.roles.map((role) => (
            <Badge key={role}>{role}</Badge>
          ))}
        </span>
      </Td>
      <Td>{scopeText(account.teams)}</Td>
      <Td>{scopeText(account.environments)}</Td>
      <Td>
        <Badge tone={account.enabled ? 'good' : 'bad'}>{account.enabled ? 'may log in' : 'disabled'}</Badge>
      </Td>
      <Td className="text-right whitespace-nowrap">
        {onTask !== null && (
          <span className="inline-flex gap-2">
            <Button
              size="sm"
              aria-label={`Edit ${account.name}`}
              onClick={() => onTask({ kind: 'edit', id: account.actor_id, name: account.name })}
            >
              Edit…
            </Button>
            <Button
              size="sm"
              aria-label={`Reset the password of ${account.name}`}
              onClick={() => onTask({ kind: 'reset', id: account.actor_id, name: account.name })}
            >
              Reset password…
            </Button>
          </span>
        )}
      </Td>
    </tr>
  )
}
