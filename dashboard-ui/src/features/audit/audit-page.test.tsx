import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { Role } from '@/api/types'
import { fakeGateway, json, renderPage, type Call } from '@/test/render'
import { AuditPage } from './audit-page'

afterEach(() => vi.unstubAllGlobals())

const event = {
  id: 'e1',
  at: '2026-11-28T08:00:00Z',
  service: 'gitops',
  actor_id: 'actor-1',
  key_id: 'key-7',
  address: '127.0.0.1',
  action: 'change.approve',
  resource_type: 'change',
  resource_id: 'c1',
  outcome: 'refused',
  after: { verdict: 'approve' },
  trace_id: 'abc',
}

function open(more: Record<string, (call: Call) => Response> = {}, path = '/audit', roles: Role[] = ['auditor']) {
  const gateway = fakeGateway({
    'GET /api/v1/audit/gitops/events': () => json({ items: [event], next: null }),
    'GET /api/v1/audit/identity/events': () => json({ items: [], next: null }),
    ...more,
  })
  return { gateway, ...renderPage(<AuditPage />, { path, route: '/audit', roles }) }
}

it('shows who did what, from where, with which key and to what end', async () => {
  open()
  const row = within((await screen.findByText('change.approve')).closest('tr') ?? document.body)
  for (const text of ['refused', 'c1', 'actor-1', 'key-7', '127.0.0.1', 'abc']) {
    expect(row.getByText(text)).toBeInTheDocument()
  }
  expect(row.getByText(/"verdict": "approve"/)).toBeInTheDocument()
})

it.each([
  ['a service that acted of its own accord', {}, 'gitops-service'],
  ['somebody who is not known', { address: '127.0.0.1' }, 'nobody known'],
])('names %s', async (_, of, name) => {
  const { id, at, service, action, resource_type, resource_id, outcome } = event
  const bare = { id, at, service, action, resource_type, resource_id, outcome }
  open({ 'GET /api/v1/audit/gitops/events': () => json({ items: [{ ...bare, ...of }], next: null }) })
  expect(await screen.findByText(name)).toBeInTheDocument()
})

it('searches by what was typed and keeps it in the address', async () => {
  const { gateway, router } = open()
  await screen.findByText('change.approve')
  await userEvent.type(screen.getByLabelText('Contains'), 'c1{Enter}')
  await waitFor(() => expect(router.state.location.search).toContain('q=c1'))
  await userEvent.selectOptions(screen.getByLabelText('Outcome'), 'refused')
  await waitFor(() => {
    const last = gateway.of('GET /api/v1/audit/gitops/events').at(-1)?.path ?? ''
    expect(last).toContain('outcome=refused')
    expect(last).toContain('q=c1')
    expect(last).toMatch(/from=\d{4}/)
  })
})

it('says so where nothing fits', async () => {
  open({}, '/audit?service=identity')
  expect(await screen.findByText('Nothing is on record that fits')).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'JSON lines of the period' })).toHaveAttribute(
    'href',
    expect.stringMatching(/^\/api\/v1\/audit\/identity\/export\?format=jsonl&from=/),
  )
})

it('checks part after part and says that the record is whole', async () => {
  const part = { service: 'gitops', batches: 1, broken: 0, findings: [], pruned_through: 0 }
  const { gateway } = open({
    'GET /api/v1/audit/gitops/verification': ({ path }) =>
      json(path.includes('after=p2') ? { ...part, rows: 5, pending: 1 } : { ...part, rows: 20, next: 'p2' }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Check now' }))
  expect(await screen.findByText('whole')).toBeInTheDocument()
  expect(screen.getByText('25 sealed rows, 1 waiting for their seal')).toBeInTheDocument()
  expect(gateway.of('GET /api/v1/audit/gitops/verification')).toHaveLength(2)
})

it('names the rows that are broken', async () => {
  open({
    'GET /api/v1/audit/gitops/verification': () =>
      json({
        service: 'gitops',
        rows: 3,
        batches: 1,
        broken: 1,
        pruned_through: 0,
        findings: [{ kind: 'changed', n: 2, batch: 1, id: 'e1', detail: 'the row is not what was sealed' }],
      }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Check now' }))
  const list = within(await screen.findByRole('list', { name: 'What is broken' }))
  expect(list.getByText(/the row is not what was sealed/).closest('li')).toHaveTextContent('Changed row 2 e1')
})

it('tells an outage from an empty record', async () => {
  open({ 'GET /api/v1/audit/gitops/events': () => json({ title: 'gitops is down' }, 503) })
  expect(await screen.findByText('Outage: The audit log cannot be shown')).toBeInTheDocument()
})

it('asks nothing for somebody who may not see it', async () => {
  const { gateway } = open({}, '/audit', ['operator'])
  expect(await screen.findByText('This page needs the role auditor or admin')).toBeInTheDocument()
  expect(gateway.calls).toEqual([])
})
