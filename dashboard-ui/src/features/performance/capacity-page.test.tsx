import { act, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { fakeGateway, json, renderPage } from '@/test/render'
import { CapacityPage } from './capacity-page'

afterEach(() => vi.unstubAllGlobals())

it('keeps the region of its address, whenever the list of regions comes', async () => {
  let answer: (response: Response) => void = () => undefined
  const regions = new Promise<Response>((resolve) => (answer = resolve))
  fakeGateway({
    'GET /api/v1/regions': () => regions,
    'GET /api/v1/capacity': () => json({ items: [], time: '2026-11-30T11:00:00Z', paths: 4000, seed: 0 }),
  })
  renderPage(<CapacityPage />, { path: '/capacity?region=aws:us-east-1&quota=64', route: '/capacity' })
  expect(await screen.findByLabelText('Region')).toHaveValue('aws:us-east-1')

  await act(async () => {
    answer(json({ items: [{ id: 'alibaba:cn-beijing' }, { id: 'aws:us-east-1' }, { id: 'aws:us-west-2' }] }))
    await regions
  })
  expect(await screen.findByRole('option', { name: 'aws:us-west-2' })).toBeInTheDocument()
  expect(screen.getByLabelText('Region')).toHaveValue('aws:us-east-1')
})
