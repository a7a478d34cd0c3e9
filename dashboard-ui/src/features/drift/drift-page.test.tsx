import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { fakeGateway, json, renderPage } from '@/test/render'
import { DriftPage } from './drift-page'

afterEach(() => vi.unstubAllGlobals())

const drift = (state: string, part: object = {}) => ({
  id: `drift-${state}`,
  class: 'missing',
  subject: `dev/web-${state}`,
  team: 'research',
  environment: 'dev',
  workload_id: `web-${state}`,
  region: 'aws:us-east-2',
  instance_id: null,
  differences: [{ attribute: 'replica 0', wanted: 'running', found: 'gone' }],
  policy: 'heal',
  state,
  note: null,
  change_id: null,
  first_seen_at: '2026-11-23T18:00:00Z',
  closed_at: null,
  ...part,
})

it('shows what is over as well, until only the open ones are asked for', async () => {
  const healed = drift('healed', { closed_at: '2026-11-23T18:05:00Z', note: 'put right by change 7' })
  // As the service does: without being asked otherwise it leaves out what is over.
  const gateway = fakeGateway({
    'GET /api/v1/drift': (call) =>
      json({ items: call.path.includes('open=false') ? [drift('open'), healed] : [drift('open')], next: null }),
    'GET /api/v1/environments': () => json({ items: [], next: null }),
  })
  renderPage(<DriftPage />)
  expect(await screen.findByText('put right by change 7')).toBeVisible()
  await userEvent.click(screen.getByLabelText('Only open'))
  await waitFor(() => expect(screen.queryByText('put right by change 7')).toBeNull())
  expect(screen.getByText('web-open')).toBeVisible()
  expect(gateway.of('GET /api/v1/drift').at(-1)?.path).toContain('open=true')
})
