import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { Change } from '@/api/types'
import { fakeGateway, json, renderPage } from '@/test/render'
import { RetryButton } from './retry-button'

afterEach(() => vi.unstubAllGlobals())

const change = (part: object) =>
  ({
    id: 'one',
    title: 'change train',
    state: 'rejected',
    origin: 'push',
    retried_by: null,
    items: [{ action: 'replace', workload_id: 'train' }],
    ...part,
  }) as unknown as Change

const ask = async () => {
  await userEvent.click(screen.getByRole('button', { name: 'Try again…' }))
  await userEvent.type(await screen.findByLabelText(/^Reason/), 'the reviewer is back')
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
}

it('proposes the same once more and opens the new change', async () => {
  const gateway = fakeGateway({
    'POST /api/v1/changes/one/retry': () => json(change({ id: 'two', state: 'running' }), 202),
  })
  const { router } = renderPage(<RetryButton change={change({})} />)
  await ask()
  await waitFor(() => expect(router.state.location.pathname).toBe('/changes/two'))
  expect(gateway.of('POST /api/v1/changes/one/retry')[0]?.body).toEqual({ reason: 'the reviewer is back' })
})

it('has the workload of a decision decided anew and opens it', async () => {
  const gateway = fakeGateway({
    'POST /api/v1/workloads/train/retry': () => json({ id: 'train', state: 'submitted' }),
  })
  const { router } = renderPage(<RetryButton change={change({ origin: 'decision' })} />)
  await ask()
  await waitFor(() => expect(router.state.location.pathname).toBe('/workloads/train'))
  expect(gateway.of('POST /api/v1/workloads/train/retry')).toHaveLength(1)
})

it('says in the dialog why it was refused', async () => {
  fakeGateway({
    'POST /api/v1/changes/one/retry': () =>
      json(
        {
          title: 'The current state does not allow this',
          status: 409,
          code: 'conflict',
          detail: 'the change cannot be tried again: main has no train any more',
        },
        409,
      ),
  })
  renderPage(<RetryButton change={change({})} />)
  await ask()
  expect(await screen.findByText(/main has no train any more/)).toBeVisible()
})

it('is not offered to a viewer', () => {
  fakeGateway({})
  renderPage(<RetryButton change={change({})} />, { roles: ['viewer'] })
  expect(screen.queryByRole('button')).toBeNull()
})
