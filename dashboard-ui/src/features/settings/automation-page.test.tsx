import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { Role } from '@/api/types'
import { fakeGateway, json, renderPage } from '@/test/render'
import { AutomationPage } from './automation-page'

afterEach(() => vi.unstubAllGlobals())

const mode = (environment: string, part: object = {}) => ({
  environment,
  mode: 'act',
  origin: 'configured',
  set_by: null,
  reason: null,
  since: null,
  held_back: null,
  may_act_alone: true,
  version: 0,
  ...part,
})

function open(roles: Role[] = ['admin']) {
  const gateway = fakeGateway({
    'GET /api/v1/environments': () => json({ items: [mode('*'), mode('prod', { version: 3 })], next: null }),
    'GET /api/v1/kill-switch': () => json({ engaged: false, engagements: [] }),
    'GET /api/v1/freeze-windows': () => json({ items: [], next: null }),
    'PUT /api/v1/environments/prod/mode': () => json(mode('prod', { version: 4 })),
    'PUT /api/v1/environments/qa/mode': () => json(mode('qa', { version: 1 })),
  })
  renderPage(<AutomationPage />, { roles })
  return gateway
}

async function nameOne(environment: string, next: string) {
  await userEvent.click(await screen.findByRole('button', { name: 'Name an environment…' }))
  const dialog = screen.getByRole('dialog')
  if (environment !== '') await userEvent.type(within(dialog).getByLabelText(/^Environment/), environment)
  await userEvent.selectOptions(within(dialog).getByLabelText('Mode'), next)
  await userEvent.type(within(dialog).getByLabelText(/^Reason/), 'Not trusted yet')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Set the mode' }))
}

it('sets the mode of an environment that nobody named before', async () => {
  const gateway = open()
  await nameOne('qa', 'recommend')
  const [call] = gateway.of('PUT /api/v1/environments/qa/mode')
  expect(call?.headers.get('If-Match')).toBe('"0"')
  expect(call?.body).toEqual({ mode: 'recommend', reason: 'Not trusted yet' })
})

it('names the version of an environment that has a row already', async () => {
  const gateway = open()
  await nameOne('prod', 'observe')
  expect(gateway.of('PUT /api/v1/environments/prod/mode')[0]?.headers.get('If-Match')).toBe('"3"')
})

it('asks for the environment, and sends nothing without', async () => {
  const gateway = open()
  await nameOne('', 'recommend')
  expect(await screen.findByText('Say which environment')).toBeVisible()
  expect(gateway.calls.filter((call) => call.method === 'PUT')).toEqual([])
})

it('offers no change of what is configured for all others', async () => {
  open()
  expect(await screen.findByRole('button', { name: 'Change the mode of prod' })).toBeVisible()
  expect(screen.getAllByRole('button', { name: /^Change the mode of/ })).toHaveLength(1)
})

it('lets only admins change modes', async () => {
  open(['operator', 'approver'])
  expect(await screen.findByText('prod')).toBeVisible()
  expect(screen.queryByRole('button', { name: /mode of/ })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Name an environment…' })).toBeNull()
})
