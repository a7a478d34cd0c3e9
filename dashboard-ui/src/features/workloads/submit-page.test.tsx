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
    expect(screen.getByLabelText(/CPU cores/)).toHaveFocus()
    expect(screen.getByText('trace-9')).toBeInTheDocument()
  })

  it('goes to a wrong field that was folded away', async () => {
    fakeGateway({})
    open()
    await fillTemplate()
    await userEvent.click(screen.getByText('Advanced'))
    await userEvent.type(screen.getByLabelText(/Allowed regions/), 'mars')
    await userEvent.click(screen.getByText('Advanced'))
    expect(screen.getByLabelText(/Allowed regions/)).not.toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Submit workload' }))
    await waitFor(() => expect(screen.getByLabelText(/Allowed regions/)).toHaveFocus())
    expect(screen.getByLabelText(/Allowed regions/)).toBeVisible()
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

describe('editing', () => {
  const stored = {
    id: 'web',
    team: 'research',
    environment: 'dev',
    kind: 'service',
    version: 7,
    state: 'running',
    container: {
      image: 'nginx:1.29',
      command: [],
      env: {},
      secrets: [],
      ports: [80],
      replicas: 2,
      disk_gb: 20,
      health_check: null,
      checkpoint: null,
    },
    cpu_cores: 1,
    memory_gb: 2,
    gpus: 0,
    gpu_model: null,
    architecture: 'amd64',
    priority: 'medium',
    cost_sensitivity: 0.5,
    latency_sensitivity: 0.5,
    deadline: null,
    estimated_duration_hours: null,
    interruptible: false,
    regions_allowed: [],
    regions_forbidden: [],
    data_location: null,
    data_size_gb: 0,
    users_location: null,
    affinity: [],
    anti_affinity: [],
    carbon_sensitivity: 0.3,
    max_hourly_cost: null,
    minimum_reliability: null,
    network_gbps: null,
    residency: [],
    rollout: { strategy: 'canary', steps: [25], analysis: 'PT5M' },
    zone_spread: null,
  }
  /** A select of happy-dom does not take the value that it begins with; the browser tests see it in a real one. */
  const serviceChosen = () => userEvent.selectOptions(screen.getByLabelText('Kind'), 'service')
  const edit = () => renderPage(<SubmitPage />, { path: '/workloads/new?edit=web', route: '/workloads/new' })

  it('sends what was changed with what the form does not have, for the version that was read', async () => {
    const gateway = fakeGateway({
      'GET /api/v1/workloads/web': () => json(stored),
      'PUT /api/v1/workloads/web': () => json({ ...stored, version: 8 }),
    })
    const { router } = edit()
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('Edit web')
    expect(screen.getByLabelText('Name')).toHaveAttribute('readonly')
    expect(screen.queryByRole('button', { name: /Batch training/ })).toBeNull()
    await serviceChosen()
    await userEvent.clear(screen.getByLabelText(/Container image/))
    await userEvent.type(screen.getByLabelText(/Container image/), 'nginx:1.30')
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/workloads/web'))
    const [put] = gateway.of('PUT /api/v1/workloads/web')
    expect(put?.headers.get('If-Match')).toBe('"7"')
    expect(put?.body).toMatchObject({
      id: 'web',
      container: { image: 'nginx:1.30', replicas: 2 },
      carbon_sensitivity: 0.3,
      rollout: stored.rollout,
    })
    expect(put?.body).not.toHaveProperty('zone_spread')
  })

  it('says why it is refused, and leaves what was typed', async () => {
    fakeGateway({
      'GET /api/v1/workloads/web': () => json(stored),
      'PUT /api/v1/workloads/web': () =>
        json({ title: 'It changed meanwhile', status: 412, code: 'precondition-failed' }, 412),
    })
    edit()
    await userEvent.type(await screen.findByLabelText(/Container image/), '-alpine')
    await serviceChosen()
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('The new description was refused')).toBeVisible()
    expect(screen.getByLabelText(/Container image/)).toHaveValue('nginx:1.29-alpine')
  })

  it('opens no empty form for what cannot be read', async () => {
    fakeGateway({})
    edit()
    expect(await screen.findByText('web could not be loaded')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull()
  })
})
