import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { Role } from '@/api/types'
import { fakeGateway, json, renderPage, type Call } from '@/test/render'
import { UsersPage } from './users-page'

afterEach(() => vi.unstubAllGlobals())

const bob = {
  actor_id: 'b1',
  name: 'bob',
  display_name: 'Bob',
  roles: ['operator'],
  teams: ['research'],
  environments: ['*'],
  enabled: true,
}

function open(more: Record<string, (call: Call) => Response> = {}, roles: Role[] = ['admin']) {
  const gateway = fakeGateway({
    'GET /api/v1/users': () => json({ items: [bob], next: null }),
    'GET /api/v1/users/b1': () => json(bob, 200, { etag: '"3"' }),
    ...more,
  })
  return { gateway, ...renderPage(<UsersPage />, { path: '/settings/users', roles }) }
}

it('makes a user and shows the first password once', async () => {
  const { gateway } = open({ 'POST /api/v1/users': () => json({ user: bob, password: 'first-Password' }, 201) })
  await userEvent.click(await screen.findByRole('button', { name: 'New user…' }))
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.type(dialog.getByLabelText('Login name'), 'bob')
  await userEvent.click(dialog.getByLabelText('Operator'))
  await userEvent.type(dialog.getByLabelText('Teams'), 'research, ops')
  await userEvent.click(dialog.getByRole('button', { name: 'Make the user' }))
  expect(await dialog.findByText('first-Password')).toBeInTheDocument()
  expect(gateway.of('POST /api/v1/users')[0]?.body).toEqual({
    name: 'bob',
    display_name: null,
    roles: ['viewer', 'operator'],
    teams: ['research', 'ops'],
    environments: ['*'],
  })
})

it('edits the version that was read, and can disable', async () => {
  const { gateway } = open({ 'PUT /api/v1/users/b1': () => json({ ...bob, enabled: false }) })
  await userEvent.click(await screen.findByRole('button', { name: 'Edit bob' }))
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.click(await dialog.findByLabelText(/May log in/))
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  const call = gateway.of('PUT /api/v1/users/b1')[0]
  expect(call?.headers.get('If-Match')).toBe('"3"')
  expect(call?.body).toMatchObject({ enabled: false, roles: ['operator'], teams: ['research'] })
})

it('says that somebody else changed the user meanwhile', async () => {
  open({ 'PUT /api/v1/users/b1': () => json({ title: 'It was changed', status: 412, code: 'version-conflict' }, 412) })
  await userEvent.click(await screen.findByRole('button', { name: 'Edit bob' }))
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.click(await dialog.findByRole('button', { name: 'Save' }))
  expect(await dialog.findByText(/was not changed/)).toBeInTheDocument()
})

it('resets a password only after a second look', async () => {
  const { gateway } = open({
    'POST /api/v1/users/b1/password-resets': () => json({ user: bob, password: 'second-Password' }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Reset the password of bob' }))
  expect(gateway.of('POST /api/v1/users/b1/password-resets')).toEqual([])
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.click(dialog.getByRole('button', { name: 'Reset' }))
  expect(await dialog.findByText('second-Password')).toBeInTheDocument()
})

it('lets an auditor look and change nothing', async () => {
  open({}, ['auditor'])
  expect(await screen.findByText('Bob')).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: /Edit|New|Reset/ })).not.toBeInTheDocument()
})

it('asks nothing for somebody who may not see users', async () => {
  const { gateway } = open({}, ['operator'])
  expect(await screen.findByText('This page needs the role admin or auditor')).toBeInTheDocument()
  expect(gateway.calls).toEqual([])
})
