import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { fakeGateway, json, renderPage } from '@/test/render'
import { DelegationsPage } from './delegations-page'
import { EnvelopesPage } from './envelopes-page'
import { GlassPage } from './glass-page'

afterEach(() => {
  vi.unstubAllGlobals()
  sessionStorage.clear()
})

const page = (...items: object[]) => json({ items, next: null })
const later = new Date(Date.now() + 86_400_000).toISOString()
const before = new Date(Date.now() - 86_400_000).toISOString()

const envelopeOf = (id: string) => ({
  id,
  change_id: 'c1',
  team: 'research',
  environment: 'prod',
  workload_ids: [id],
  level: 'one_approver',
  max_hourly_cost: { amount: '12', currency: 'USD' },
  regions: ['aws:us-east-1'],
  uses: 5,
  used: 1,
  valid_until: later,
  granted_by: { actor_id: 'a', name: 'grace' },
  granted_at: before,
  revoked_by: null,
  revoked_at: null,
  revoke_reason: null,
})

it('writes what the service refuses beside the field that it names', async () => {
  const gateway = fakeGateway({
    'GET /api/v1/delegations': () => page(),
    'POST /api/v1/delegations': () =>
      json(
        {
          title: 'A field has a value that is not allowed',
          status: 400,
          code: 'invalid-field',
          errors: [{ field: 'environments[0]', given: 'moon', allowed: 'one of prod, staging' }],
        },
        400,
      ),
  })
  renderPage(<DelegationsPage />, { roles: ['approver'] })
  expect(await screen.findByText('Nobody stands in for anybody')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'New delegation' }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Let stand in' }))
  expect(await within(dialog).findByText('A login name without spaces')).toBeVisible()
  expect(gateway.of('POST /api/v1/delegations')).toHaveLength(0)
  await userEvent.type(within(dialog).getByLabelText(/^Stands in/), 'grace')
  await userEvent.type(within(dialog).getByLabelText(/^Reason/), 'on holiday')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Let stand in' }))
  await waitFor(() =>
    expect(within(dialog).getByLabelText(/^Environments/)).toHaveAccessibleDescription(/prod, staging/),
  )
  expect(gateway.of('POST /api/v1/delegations')[0]?.body).toMatchObject({ to: 'grace', reason: 'on holiday' })
  expect(gateway.of('POST /api/v1/delegations')[0]?.headers.get('Idempotency-Key')).not.toBeNull()
})

it('ends a delegation of one’s own, and not another’s', async () => {
  const one = (id: string, from: string) => ({
    id,
    from: { actor_id: `actor-${from}`, name: from },
    to: `${id}-deputy`,
    teams: ['*'],
    environments: ['*'],
    starts_at: before,
    ends_at: later,
    reason: 'away',
    created_at: before,
    revoked_by: null,
    revoked_at: null,
  })
  const gateway = fakeGateway({
    'GET /api/v1/delegations': () => page(one('mine', 'ada'), one('other', 'grace')),
    'DELETE /api/v1/delegations/mine': () => new Response(null, { status: 204 }),
  })
  renderPage(<DelegationsPage />, { roles: ['approver'] })
  await userEvent.click(await screen.findByRole('button', { name: 'End the delegation to mine-deputy' }))
  expect(screen.queryByRole('button', { name: 'End the delegation to other-deputy' })).toBeNull()
  await userEvent.click(await screen.findByRole('button', { name: 'End it' }))
  await waitFor(() => expect(gateway.of('DELETE /api/v1/delegations/mine')).toHaveLength(1))
})

it('shows the next part of a long list of envelopes on request', async () => {
  const gateway = fakeGateway({
    'GET /api/v1/envelopes': ({ path }) =>
      path.includes('cursor=second')
        ? page(envelopeOf('older'))
        : json({ items: [envelopeOf('newer')], next: 'second' }),
  })
  renderPage(<EnvelopesPage />, { roles: ['approver'] })
  expect(await screen.findByText('newer')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Load more' }))
  expect(await screen.findByText('older')).toBeVisible()
  expect(screen.getByText('newer')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull()
  expect(gateway.of('GET /api/v1/envelopes')).toHaveLength(2)
})

it('revokes an envelope with a reason', async () => {
  const gateway = fakeGateway({
    'GET /api/v1/envelopes': () => page(envelopeOf('train')),
    'POST /api/v1/envelopes/train/revoke': () => json({}),
  })
  renderPage(<EnvelopesPage />, { roles: ['approver'] })
  await userEvent.click(await screen.findByRole('button', { name: 'Revoke the envelope of train' }))
  await userEvent.type(await screen.findByLabelText(/^Reason/), 'too dear by now')
  await userEvent.click(screen.getByRole('button', { name: 'Revoke' }))
  await waitFor(() =>
    expect(gateway.of('POST /api/v1/envelopes/train/revoke')[0]?.body).toEqual({ reason: 'too dear by now' }),
  )
})

it('has somebody else sign off that glass was broken', async () => {
  const glass = (id: string, by: string) => ({
    id,
    title: `deploy ${id}`,
    team: 'research',
    environment: 'prod',
    author: { actor_id: 'actor-else', name: 'else' },
    break_glass: {
      by: { actor_id: `actor-${by}`, name: by },
      reason: 'customers cannot pay',
      overridden: ['1 of 1 approvals missing'],
      at: before,
      review: null,
    },
  })
  const gateway = fakeGateway({
    'GET /api/v1/break-glass': () => page(glass('one', 'root'), glass('own', 'ada')),
    'POST /api/v1/changes/one/break-glass/review': () => json({}),
  })
  renderPage(<GlassPage />, { roles: ['approver'] })
  await userEvent.click(await screen.findByRole('button', { name: 'Sign off: deploy one' }))
  expect(screen.queryByRole('button', { name: 'Sign off: deploy own' })).toBeNull()
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Sign off' }))
  expect(await within(dialog).findByText('Say whether it was justified')).toBeVisible()
  await userEvent.selectOptions(within(dialog).getByLabelText(/^Verdict/), 'unjustified')
  await userEvent.type(within(dialog).getByLabelText(/^Note/), 'an approver was awake')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Sign off' }))
  await waitFor(() =>
    expect(gateway.of('POST /api/v1/changes/one/break-glass/review')[0]?.body).toEqual({
      outcome: 'unjustified',
      note: 'an approver was awake',
    }),
  )
})
