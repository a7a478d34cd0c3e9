import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakeGateway, json, renderPage } from '@/test/render'
import { SubmitPage } from './submit-page'

afterEach(() => vi.unstubAllGlobals())

const open = () => renderPage(<SubmitPage />, { path: '/workloads/new' })

async function fillTemplate() {
  await userEvent.click(screen.getByRole('button', { name: /Batch training/ }))
}

describe('submitting', () => {
  it('asks for what is missing beside the field and sends nothing', async () => {
    const gateway = fakeGateway({})
    open()
    await userEvent.click(screen.getByRole('button', { name: 'Submit workload' }))
    expect(await screen.findByText('Enter a container image')).toBeInTheDocument()
    expect(screen.getByLabelText(/Container image/)).toHaveAttribute('aria-invalid', 'true')
    expect(screen.getByLabelText(/Container image/)).toHaveAccessibleDescription('Enter a container image')
    expect(gateway.calls).toEqual([])
  })

  it('sends the template with a key and opens the workload', async () => {
    const gateway = fakeGateway({ 'POST /api/v1/workloads': () => json({ id: 'train-1', state: 'submitted' }, 202) })
    const { router } = open()
    await fillTemplate()
    await userEvent.click(screen.getByRole('button', { name: 'Submit workload' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/workloads/train-1'))
    const [post] = gateway.of('POST /api/v1/workloads')
    expect(post?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)
    expect(post?.body).toMatchObject({ team: 'research', kind: 'batch', cpu_cores: 8 })
  })

  it('shows the service’s refusal beside the fields it names, opening the folded ones', async () => {
    fakeGateway({
      'POST /api/v1/workloads': () =>
        json(
          {
            title: 'A field has a value that is not allowed',
            status: 400,
            code: 'invalid-field',
            trace_id: 'trace-9',
            errors: [
              { field: 'cpu_cores', given: '8', allowed: '0.1 to 4' },
              { field: 'regions_allowed[0]', given: 'aws:mars', allowed: 'a known region' },
            ],
          },
          400,
        ),
    })
    open()
    await fillTemplate()
    await userEvent.click(screen.getByRole('button', { name: 'Submit workload' }))
    expect(await screen.findByText('Allowed: 0.1 to 4 (given 8)')).toBeInTheDocument()
    expect(screen.getByText('Allowed: a known region (given aws:mars)')).toBeVisible()
    expect(screen.getByText('trace-9')).toBeInTheDocument()
  })

  it('says beside the name that it is taken', async () => {
    fakeGateway({
      'POST /api/v1/workloads': () =>
        json(
          { title: 'It exists', status: 409, code: 'already-exists', detail: 'there is a workload web already' },
          409,
        ),
    })
    open()
    await fillTemplate()
    await userEvent.type(screen.getByLabelText('Name'), 'web')
    await userEvent.click(screen.getByRole('button', { name: 'Submit workload' }))
    expect(await screen.findByText('Allowed: a name that no other workload has (given web)')).toBeVisible()
    expect(screen.getByLabelText('Name')).toHaveAttribute('aria-invalid', 'true')
    expect(screen.getByLabelText('Name')).toHaveFocus()
  })

  it('repeats the same submission under the same key after an outage', async () => {
    let tries = 0
    const gateway = fakeGateway({
      'POST /api/v1/workloads': () =>
        ++tries === 1
          ? json({ title: 'The service is not available', status: 503 }, 503)
          : json({ id: 'train-1', state: 'submitted' }, 202),
    })
    const { router } = open()
    await fillTemplate()
    await userEvent.click(screen.getByRole('button', { name: 'Submit workload' }))
    expect(await screen.findByText(/Outage: The submission was refused/)).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Submit workload' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/workloads/train-1'))
    const keys = gateway.of('POST /api/v1/workloads').map((call) => call.headers.get('Idempotency-Key'))
    expect(keys[0]).toBe(keys[1])
  })

  it('asks before what was typed is thrown away', async () => {
    fakeGateway({})
    const { router } = open()
    await userEvent.type(screen.getByLabelText(/Container image/), 'nginx')
    await userEvent.click(screen.getByRole('link', { name: 'Cancel' }))
    expect(await screen.findByText('Leave without saving?')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Stay here' }))
    expect(router.state.location.pathname).toBe('/workloads/new')
    await userEvent.click(screen.getByRole('link', { name: 'Cancel' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Leave' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/workloads'))
  })

  it('explains to a viewer why there is no form', () => {
    renderPage(<SubmitPage />, { path: '/workloads/new', roles: ['viewer'] })
    expect(screen.getByText('Your role cannot submit workloads')).toBeInTheDocument()
  })
})
