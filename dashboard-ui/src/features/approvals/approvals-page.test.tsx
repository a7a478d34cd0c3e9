import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { fakeGateway, json, renderPage } from '@/test/render'
import { ApprovalsPage } from './approvals-page'

afterEach(() => {
  vi.unstubAllGlobals()
  sessionStorage.clear()
})

const money = (amount: string) => ({ amount, currency: 'USD' })
const change = (id: string, hash = 'sha256:aaaa') => ({
  id,
  state: 'awaiting_approval',
  stage: 'approval',
  team: 'research',
  environment: 'prod',
  title: `deploy ${id}`,
  author: { actor_id: 'actor-else', name: 'operator' },
  created_at: '2026-11-23T18:00:00Z',
  updated_at: '2026-11-23T18:00:00Z',
  kind: 'workloads',
  files: [],
  items: [],
  repository: 'environments',
  branch: `change/${id}`,
  commits: [],
  merged_commit: null,
  stages: [],
  plan: {
    hash,
    findings: [],
    actions: [
      {
        op: 'create',
        resource: 'aws:instance',
        name: `${id}-0`,
        before: null,
        after: { instance_type: 'm7i.large', tags: { Project: 'swen' } },
      },
    ],
    hourly_cost_before: money('0'),
    hourly_cost_after: money('12.5'),
  },
  approval: {
    level: 'one_approver',
    reasons: ['cost between 10 and 50'],
    required: 1,
    granted: 0,
    expires_at: null,
    verdicts: [],
  },
  deployment_ids: [],
  held_back: null,
  break_glass: null,
  incident_id: null,
  retries: null,
  retried_by: null,
  origin: 'decision',
  cause: null,
  failure: null,
})

const stepUp = { title: 'A fresh second factor is needed', status: 401, code: 'step-up-required' }

function open(
  path: string,
  roles: ('approver' | 'operator')[] = ['approver'],
  verdict: () => Response = () => json(change('one')),
) {
  const gateway = fakeGateway({
    'GET /pending': () => json({ items: [change('one'), change('two')], next: null }),
    'GET /api/v1/changes/one': () => json(change('one')),
    'GET /api/v1/changes/two': () => json(change('two')),
    'POST /api/v1/changes/one/verdicts': verdict,
  })
  return { gateway, ...renderPage(<ApprovalsPage />, { path, route: '/approvals/:id?', roles }) }
}

it('goes through the inbox with j and k', async () => {
  const { router } = open('/approvals')
  await screen.findByText('deploy one')
  await userEvent.keyboard('j')
  await waitFor(() => expect(router.state.location.pathname).toBe('/approvals/one'))
  await userEvent.keyboard('j')
  await waitFor(() => expect(router.state.location.pathname).toBe('/approvals/two'))
  await userEvent.keyboard('k')
  await waitFor(() => expect(router.state.location.pathname).toBe('/approvals/one'))
})

it('approves with a reason, bound to the plan that was shown', async () => {
  const { gateway } = open('/approvals/one')
  await screen.findByText('tags.Project')
  await userEvent.keyboard('a')
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.click(dialog.getByRole('button', { name: 'Approve' }))
  expect(dialog.getByText('Say in a few words why')).toBeInTheDocument()
  expect(gateway.of('POST /api/v1/changes/one/verdicts')).toEqual([])
  await userEvent.type(dialog.getByLabelText(/Reason/), 'within budget, a and r are typed here')
  await userEvent.click(dialog.getByRole('button', { name: 'Approve' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect(gateway.of('POST /api/v1/changes/one/verdicts')[0]?.body).toEqual({
    verdict: 'approve',
    reason: 'within budget, a and r are typed here',
    plan_hash: 'sha256:aaaa',
  })
})

it('tells an operator why the buttons are off', async () => {
  open('/approvals/one', ['operator'])
  const approve = await screen.findByRole('button', { name: 'Approve…' })
  expect(approve).toBeDisabled()
  expect(approve).toHaveAccessibleDescription(/needs the role approver or admin/)
  await userEvent.keyboard('a')
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})

it('says why a second factor is needed, and keeps nothing but the reason on the way to it', async () => {
  open('/approvals/one', ['approver'], () => json(stepUp, 401))
  await screen.findByText('tags.Project')
  await userEvent.keyboard('a')
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.type(dialog.getByLabelText(/Reason/), 'within budget')
  await userEvent.click(dialog.getByRole('button', { name: 'Approve' }))
  const link = await dialog.findByRole('link', { name: 'Confirm and come back' })
  expect(dialog.getByRole('alert')).toHaveTextContent('Confirm that it is you')
  expect(link).toHaveAttribute(
    'href',
    `/oauth2/authorization/swen?step_up=true&return_to=${encodeURIComponent('/ui/approvals/one?verdict=approve')}`,
  )
  link.addEventListener('click', (event) => event.preventDefault())
  await userEvent.click(link)
  expect(Object.fromEntries(Object.entries(sessionStorage))).toEqual({ 'swen.reason:/approvals/one': 'within budget' })
})

it('lets a person finish after the second factor, once they look again', async () => {
  sessionStorage.setItem('swen.reason:/approvals/one', 'within budget')
  const { gateway, router } = open('/approvals/one?verdict=approve')
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByLabelText(/Reason/)).toHaveValue('within budget')
  expect(gateway.of('POST /api/v1/changes/one/verdicts')).toEqual([])
  await userEvent.click(dialog.getByRole('button', { name: 'Approve' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect(gateway.of('POST /api/v1/changes/one/verdicts')).toHaveLength(1)
  expect(router.state.location.search).toBe('')
  expect(sessionStorage).toHaveLength(0)
})

it('opens no dialog from a link for somebody who may not decide', async () => {
  open('/approvals/one?verdict=approve', ['operator'])
  await screen.findByText('tags.Project')
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})
