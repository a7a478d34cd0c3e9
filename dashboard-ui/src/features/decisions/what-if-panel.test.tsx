import { act, fireEvent, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { PlacementDecision } from '@/api/types'
import { fakeGateway, json, renderPage } from '@/test/render'
import WhatIfPanel from './what-if-panel'

const decision = {
  id: 'd1',
  offer: { offer_id: 'aws:use1-az1/m7i.large/spot' },
  weights: { cost: 0.4, latency: 0.2, reliability: 0.2, performance: 0.1, carbon: 0, model: 0.1 },
} as unknown as PlacementDecision

afterEach(() => vi.useRealTimers())

it('goes nowhere until a slider is moved, and then to the address that says so', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  fakeGateway({ 'GET /api/v1/regions': () => json({ items: [], next: null }) })
  const { router } = renderPage(<WhatIfPanel decision={decision} />, { path: '/decision?id=d1', route: '/decision' })
  const went = vi.fn()
  router.subscribe(went)
  const price = await screen.findByRole('slider', { name: /Price of the chosen offer/ })
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  expect(went).not.toHaveBeenCalled()

  fireEvent.change(price, { target: { value: '1.4' } })
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  expect(router.state.location.search).toBe('?id=d1&price=1.4')
})
