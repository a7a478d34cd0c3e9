import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { fakeGateway, json, renderPage } from '@/test/render'
import { PinsPage } from './pins-page'

afterEach(() => vi.unstubAllGlobals())

const pin = (workload: string, part: object = {}) => ({
  id: `pin-${workload}`,
  workload_id: workload,
  reason: `${workload} was slow`,
  automatic: false,
  since: '2026-11-23T18:00:00Z',
  until: null,
  change_id: null,
  released_at: null,
  release_reason: null,
  ...part,
})

it('shows what is released as well when it is asked for', async () => {
  const released = pin('shop', { released_at: '2026-11-23T19:00:00Z', release_reason: 'mended' })
  // As the service does: without being asked otherwise it leaves out what is released.
  fakeGateway({
    'GET /api/v1/pins': (call) =>
      json({ items: call.path.includes('in_force=false') ? [pin('web'), released] : [pin('web')], next: null }),
  })
  renderPage(<PinsPage />)
  expect(await screen.findByText('web')).toBeVisible()
  expect(screen.queryByText('shop')).toBeNull()
  await userEvent.click(screen.getByLabelText('Also released ones'))
  expect(await screen.findByText('shop')).toBeVisible()
})
