import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { Role } from '@/api/types'
import { fakeGateway, json, renderPage, type Call } from '@/test/render'
import { SecurityPage } from './security-page'

afterEach(() => {
  vi.unstubAllGlobals()
  sessionStorage.clear()
})

const me = {
  name: 'ada',
  display_name: 'Ada',
  actor_id: 'actor-ada',
  enabled: true,
  roles: ['operator'],
  teams: ['research'],
  environments: ['*'],
}
const session = (id: string, current: boolean) => ({
  id,
  created_at: '2026-11-28T08:00:00Z',
  last_seen_at: '2026-11-28T08:10:00Z',
  address: `127.0.0.${id}`,
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
  current,
})
const key = {
  id: 'k1',
  name: 'nightly',
  prefixes: ['swen_ab12'],
  roles: ['viewer'],
  teams: ['research'],
  environments: ['*'],
  state: 'active',
  created_at: '2026-11-01T00:00:00Z',
  expires_at: '2027-01-01T00:00:00Z',
  last_used_at: null,
  overlap_until: null,
  revoked_at: null,
  rotated_at: null,
  owner_id: 'actor-ada',
}

function open(more: Record<string, (call: Call) => Response> = {}, roles: Role[] = ['operator']) {
  const gateway = fakeGateway({
    'GET /api/v1/users/me': () => json(me),
    'GET /api/v1/sessions': () => json({ items: [session('1', true), session('2', false)], next: null }),
    'GET /api/v1/api-keys': () => json({ items: [key], next: null }),
    ...more,
  })
  return { gateway, ...renderPage(<SecurityPage />, { path: '/settings/security', roles }) }
}

const noContent = () => new Response(null, { status: 204 })

it('shows who one is, and the way to password and factors', async () => {
  open()
  expect(await screen.findByText('Ada')).toBeInTheDocument()
  expect(screen.getByRole('link', { name: /passkeys/ })).toHaveAttribute('href', '/identity/security')
})

it('signs out one browser and asks again who is left', async () => {
  const { gateway } = open({ 'DELETE /api/v1/sessions/2': noContent })
  await userEvent.click(await screen.findByRole('button', { name: 'Sign out Chrome on Linux at 127.0.0.2' }))
  await waitFor(() => expect(gateway.of('GET /api/v1/sessions')).toHaveLength(2))
  expect(gateway.of('DELETE /api/v1/sessions/2')).toHaveLength(1)
})

it('asks for the session again once it signed out everywhere', async () => {
  const { gateway } = open({
    'DELETE /api/v1/sessions': noContent,
  })
  await screen.findByText('127.0.0.2')
  await userEvent.click(screen.getByRole('button', { name: 'Sign out everywhere' }))
  await waitFor(() => expect(gateway.of('GET /session')).toHaveLength(1))
  expect(gateway.of('DELETE /api/v1/sessions')).toHaveLength(1)
})

it('makes a key with a scope and an end, and shows it once', async () => {
  const { gateway } = open({
    'POST /api/v1/api-keys': () => json({ key, secret: 'swen_ab12_secret' }, 201),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'New key…' }))
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.click(dialog.getByRole('button', { name: 'Make the key' }))
  expect(dialog.getByText('Give it a name')).toBeInTheDocument()
  await userEvent.type(dialog.getByLabelText(/Name/), 'nightly')
  await userEvent.selectOptions(dialog.getByLabelText('May'), 'operator')
  await userEvent.selectOptions(dialog.getByLabelText('Team'), 'research')
  await userEvent.click(dialog.getByRole('button', { name: 'Make the key' }))
  expect(await dialog.findByText('swen_ab12_secret')).toBeInTheDocument()
  const call = gateway.of('POST /api/v1/api-keys')[0]
  expect(call?.body).toMatchObject({ name: 'nightly', roles: ['operator'], teams: ['research'] })
  expect(call?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)
  await userEvent.click(dialog.getByRole('button', { name: 'I have stored it' }))
  await waitFor(() => expect(screen.queryByText('swen_ab12_secret')).not.toBeInTheDocument())
  expect(JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)])).not.toContain('secret')
})

it('offers a viewer no more than reading', async () => {
  open({}, ['viewer'])
  await userEvent.click(await screen.findByRole('button', { name: 'New key…' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(within(dialog.getByLabelText('May')).getAllByRole('option')).toHaveLength(1)
})

it('shows the service’s own words at the field they are about', async () => {
  open({
    'POST /api/v1/api-keys': () =>
      json(
        {
          title: 'A field has a value that is not allowed',
          status: 400,
          code: 'invalid-field',
          errors: [{ field: 'expires_at', given: '2099', allowed: 'at most 365 days' }],
        },
        400,
      ),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'New key…' }))
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.type(dialog.getByLabelText(/Name/), 'nightly')
  await userEvent.click(dialog.getByRole('button', { name: 'Make the key' }))
  expect(await dialog.findByLabelText('Good for')).toHaveAccessibleDescription(/at most 365 days/)
})

it('rotates a key with an overlap', async () => {
  const { gateway } = open({
    'GET /api/v1/api-keys/k1': () => json(key, 200, { etag: '"3"' }),
    'POST /api/v1/api-keys/k1/rotations': () => json({ key, secret: 'swen_cd34_secret' }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Rotate nightly' }))
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.selectOptions(await dialog.findByLabelText('The old secret ends'), 'After an hour')
  await userEvent.click(dialog.getByRole('button', { name: 'Rotate' }))
  expect(await dialog.findByText('swen_cd34_secret')).toBeInTheDocument()
  const [call] = gateway.of('POST /api/v1/api-keys/k1/rotations')
  expect(call?.body).toEqual({ overlap: 'PT1H' })
  expect(call?.headers.get('If-Match')).toBe('"3"')
})

it('revokes a key only after a second look', async () => {
  const { gateway } = open({ 'DELETE /api/v1/api-keys/k1': noContent })
  await userEvent.click(await screen.findByRole('button', { name: 'Revoke nightly' }))
  expect(gateway.of('DELETE /api/v1/api-keys/k1')).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Revoke' }))
  await waitFor(() => expect(gateway.of('DELETE /api/v1/api-keys/k1')).toHaveLength(1))
})

it('leads to the second factor where a key needs one', async () => {
  open({ 'POST /api/v1/api-keys': () => json({ title: 'Unauthorized', code: 'step-up-required' }, 401) })
  await userEvent.click(await screen.findByRole('button', { name: 'New key…' }))
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.type(dialog.getByLabelText(/Name/), 'nightly')
  await userEvent.click(dialog.getByRole('button', { name: 'Make the key' }))
  expect(await dialog.findByRole('link', { name: 'Confirm and come back' })).toHaveAttribute(
    'href',
    '/oauth2/authorization/swen?step_up=true&return_to=%2Fui%2Fsettings%2Fsecurity',
  )
})

it('tells an outage from having no keys', async () => {
  open({ 'GET /api/v1/api-keys': () => json({ title: 'identity is down', code: 'service-unavailable' }, 503) })
  expect(await screen.findByText('Outage: Your API keys cannot be shown')).toBeInTheDocument()
  expect(screen.queryByText('No key yet')).not.toBeInTheDocument()
})
