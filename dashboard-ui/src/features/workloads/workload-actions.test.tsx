import { useQuery } from '@tanstack/react-query'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Role, Workload } from '@/api/types'
import { workloadQuery } from '@/api/workloads'
import { fakeGateway, json, renderPage, type Call } from '@/test/render'
import { WorkloadActions } from './workload-actions'

afterEach(() => vi.unstubAllGlobals())

const base = { id: 'web-1', state: 'running', cancel_requested: false, change_id: 'change-1', version: 4 }

function Subject() {
  const query = useQuery(workloadQuery('web-1'))
  if (query.data === undefined) return null
  return (
    <>
      <p role="status">{query.data.state}</p>
      <WorkloadActions workload={query.data} />
    </>
  )
}

/** A workload that a fake gateway keeps, and that its actions change. */
function open(
  part: Partial<Pick<Workload, 'state' | 'cancel_requested'>>,
  { roles = ['operator'], act }: { roles?: Role[]; act?: (call: Call) => Response | Promise<Response> } = {},
) {
  let stored = { ...base, ...part }
  const becomes = (state: Workload['state']) => () => {
    stored = { ...stored, state }
    return json(stored)
  }
  const gateway = fakeGateway({
    'GET /api/v1/workloads/web-1': () => json(stored),
    'POST /api/v1/workloads/web-1/pause': act ?? becomes('pausing'),
    'POST /api/v1/workloads/web-1/resume': act ?? becomes('submitted'),
    'POST /api/v1/workloads/web-1/restart': act ?? becomes('moving'),
  })
  renderPage(<Subject />, { roles })
  return gateway
}

const button = (name: string) => screen.findByRole('button', { name })

async function confirm(name: string) {
  await userEvent.click(await button(name))
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name }))
}

describe('what can be done with a workload', () => {
  it('is what its state allows', async () => {
    open({ state: 'running' })
    await button('Pause')
    for (const name of ['Restart', 'Cancel workload']) expect(screen.getByRole('button', { name })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull()
  })

  it('is to be resumed or cancelled while it rests', async () => {
    open({ state: 'paused' })
    await button('Resume')
    expect(screen.getByRole('button', { name: 'Cancel workload' })).toBeVisible()
    for (const name of ['Pause', 'Restart']) expect(screen.queryByRole('button', { name })).toBeNull()
  })

  it('is nothing for who may only look', async () => {
    open({ state: 'running' }, { roles: ['viewer', 'approver'] })
    expect(await screen.findByText('running')).toBeVisible()
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('is nothing once it ended', async () => {
    open({ state: 'completed' })
    expect(await screen.findByText('completed')).toBeVisible()
    expect(screen.queryByRole('button')).toBeNull()
  })
})

it.each([
  ['Pause', 'running', 'pausing', 'pause'],
  ['Resume', 'paused', 'submitted', 'resume'],
  ['Restart', 'running', 'moving', 'restart'],
] as const)('asks before it does: %s', async (name, before, after, action) => {
  const gateway = open({ state: before })
  await userEvent.click(await button(name))
  const dialog = screen.getByRole('dialog', { name: `${name} web-1?` })
  expect(gateway.of(`POST /api/v1/workloads/web-1/${action}`)).toHaveLength(0)
  await userEvent.click(within(dialog).getByRole('button', { name }))
  expect(await screen.findByText(after)).toBeVisible()
  expect(screen.queryByRole('dialog')).toBeNull()
  const [call] = gateway.of(`POST /api/v1/workloads/web-1/${action}`)
  expect(call?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)
})

it('shows at once what was asked for, and takes it back where the service refuses, saying why', async () => {
  let refuse: (answer: Response) => void = () => undefined
  open({ state: 'paused' }, { act: () => new Promise<Response>((answer) => (refuse = answer)) })
  await confirm('Resume')
  expect(await screen.findByText('submitted')).toBeInTheDocument()
  refuse(json({ title: 'Conflict', status: 409, detail: 'web-1 is pinned until somebody releases it' }, 409))
  expect(await screen.findByText('web-1 is pinned until somebody releases it')).toBeVisible()
  expect(screen.getByText('paused')).toBeInTheDocument()
  expect(screen.getByText('The workload was not resumed')).toBeVisible()
})

it('means the same again after an outage, and something new after a refusal', async () => {
  let tries = 0
  const gateway = open(
    { state: 'running' },
    {
      act: () =>
        ++tries === 1
          ? json({ title: 'The service is not available', status: 503 }, 503)
          : json({ title: 'Conflict', status: 409 }, 409),
    },
  )
  await confirm('Pause')
  const pause = () => within(screen.getByRole('dialog')).getByRole('button', { name: 'Pause' })
  await screen.findByText(/Outage/)
  for (const calls of [2, 3]) {
    await waitFor(() => expect(pause()).toBeEnabled())
    await userEvent.click(pause())
    await waitFor(() => expect(gateway.of('POST /api/v1/workloads/web-1/pause')).toHaveLength(calls))
  }
  const keys = gateway.of('POST /api/v1/workloads/web-1/pause').map((call) => call.headers.get('Idempotency-Key'))
  expect(keys[0]).toBe(keys[1])
  expect(keys[2]).not.toBe(keys[1])
})
