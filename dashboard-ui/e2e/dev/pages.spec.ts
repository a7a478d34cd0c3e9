import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { answer, session, workload } from './made-up'

const shots = 'e2e/dev/screenshots'
const approver = {
  ...session,
  user: { name: 'approver1', actor_id: 'a-approver1', roles: ['approver'], teams: ['*'], environments: ['*'] },
} as typeof session

const admin = {
  ...session,
  user: { name: 'admin', actor_id: 'a-admin', roles: ['admin'], teams: ['*'], environments: ['*'] },
} as typeof session
const as: Record<string, typeof session> = {
  approval: approver,
  audit: admin,
  users: admin,
  envelopes: approver,
  delegations: approver,
  'delegation form': approver,
  'broken glass': approver,
  'sign off': approver,
  'break glass': admin,
  envelope: approver,
}

const pages: { name: string; path: string; ready: (page: Page) => Promise<void> }[] = [
  {
    name: 'overview',
    path: '/ui/',
    ready: async (page) => expect(page.locator('svg.recharts-surface').first()).toBeVisible(),
  },
  {
    name: 'workloads',
    path: '/ui/workloads',
    ready: async (page) => expect(page.getByRole('link', { name: 'train-bert' })).toBeVisible(),
  },
  { name: 'submit', path: '/ui/workloads/new', ready: async (page) => expect(page.getByLabel('Team')).toBeVisible() },
  {
    name: 'workload',
    path: '/ui/workloads/train-bert',
    ready: async (page) => expect(page.locator('svg.recharts-surface').first()).toBeVisible(),
  },
  {
    name: 'unplaceable',
    path: '/ui/workloads/impossible-job',
    ready: async (page) => expect(page.getByText('No offer fits')).toBeVisible(),
  },
  {
    name: 'approvals',
    path: '/ui/approvals',
    ready: async (page) => expect(page.getByText('render-farm')).toBeVisible(),
  },
  {
    name: 'approval',
    path: '/ui/approvals/c-llm-inference-frankfurt',
    ready: async (page) => expect(page.getByRole('button', { name: 'Approve…' })).toBeVisible(),
  },
  {
    name: 'changes',
    path: '/ui/changes',
    ready: async (page) => expect(page.getByRole('link', { name: /train-bert/ })).toBeVisible(),
  },
  {
    name: 'change',
    path: '/ui/changes/c-train-bert',
    ready: async (page) => expect(page.getByText('Merged as')).toBeVisible(),
  },
  {
    name: 'rejected change',
    path: '/ui/changes/c-rejected',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Try again…' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  {
    name: 'board',
    path: '/ui/changes/board',
    ready: async (page) => expect(page.getByRole('button', { name: /^Try again: / })).toBeVisible(),
  },
  {
    name: 'envelopes',
    path: '/ui/approvals/envelopes',
    ready: async (page) => expect(page.getByRole('button', { name: /^Revoke/ })).toBeVisible(),
  },
  {
    name: 'delegations',
    path: '/ui/approvals/delegations',
    ready: async (page) => expect(page.getByText('On holiday until Monday')).toBeVisible(),
  },
  {
    name: 'delegation form',
    path: '/ui/approvals/delegations',
    ready: async (page) => {
      await page.getByRole('button', { name: 'New delegation' }).click()
      await page.getByRole('button', { name: 'Let stand in' }).click()
      await expect(page.getByText('A login name without spaces')).toBeVisible()
    },
  },
  {
    name: 'broken glass',
    path: '/ui/approvals/break-glass',
    ready: async (page) => expect(page.getByRole('button', { name: /^Sign off/ })).toBeVisible(),
  },
  {
    name: 'sign off',
    path: '/ui/approvals/break-glass',
    ready: async (page) => {
      await page.getByRole('button', { name: /^Sign off/ }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Sign off' }).click()
      await expect(page.getByText('Say whether it was justified')).toBeVisible()
    },
  },
  {
    name: 'break glass',
    path: '/ui/approvals/c-llm-inference-frankfurt',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Break glass…' }).click()
      await page.getByRole('button', { name: 'Break glass and apply' }).click()
      await expect(page.getByText('Say that you answer for it')).toBeVisible()
    },
  },
  {
    name: 'envelope',
    path: '/ui/approvals/c-llm-inference-frankfurt',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Approve…' }).click()
      await page.getByLabel(/^Also allow replacements/).check()
      await expect(page.getByLabel(/^Regions/)).toHaveValue('aws:eu-central-1')
    },
  },
  {
    name: 'security',
    path: '/ui/settings/security',
    ready: async (page) => {
      await expect(page.getByText('this one')).toBeVisible()
      await expect(page.getByText('nightly training')).toBeVisible()
    },
  },
  {
    name: 'users',
    path: '/ui/settings/users',
    ready: async (page) => expect(page.getByRole('button', { name: 'Edit operator' })).toBeVisible(),
  },
  {
    name: 'audit',
    path: '/ui/audit',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Check now' }).click()
      await expect(page.getByText('1 broken')).toBeVisible()
      await page.getByText('Show', { exact: true }).first().click()
    },
  },
]

for (const theme of ['light', 'dark'] as const) {
  for (const width of [1440, 360]) {
    test.describe(`${theme} ${width}`, () => {
      test.use({ colorScheme: theme, viewport: { width, height: 900 }, contextOptions: { reducedMotion: 'reduce' } })
      for (const { name, path, ready } of pages) {
        test(name, async ({ page }) => {
          const broken: string[] = []
          page.on('pageerror', (error) => broken.push(error.message))
          page.on('console', (message) => {
            if (message.type() === 'error') broken.push(message.text())
          })
          await answer(page, {}, as[name] ?? session)
          await page.goto(path)
          await ready(page)
          await page.waitForTimeout(150)
          await page.screenshot({ path: `${shots}/${name}-${theme}-${width}.png`, fullPage: true })
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
          expect(overflow, 'no sideways scrolling').toBeLessThanOrEqual(0)
          const { violations } = await new AxeBuilder({ page }).analyze()
          expect(
            violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`),
          ).toEqual([])
          expect(broken).toEqual([])
        })
      }
    })
  }
}

test.describe('states', () => {
  const problem = (status: number) => ({
    status,
    body: {
      title: 'The service is not available',
      status,
      detail: 'routing-service does not answer',
      code: 'unavailable',
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
    },
  })

  test('an outage is an outage', async ({ page }) => {
    await answer(page, {
      '/workloads': problem(503),
      '/api/v1/workloads:counts': problem(503),
      '/telemetry': problem(503),
      '/api/v1/costs/summary': problem(503),
      '/api/v1/decisions': problem(503),
      '/pending': problem(503),
    })
    await page.goto('/ui/')
    await expect(page.getByText(/Outage: Telemetry of the clouds/)).toBeVisible({ timeout: 15_000 })
    await expect(page.getByText('No workload yet')).toBeHidden()
    await page.screenshot({ path: `${shots}/state-outage.png`, fullPage: true })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map((each) => each.id)).toEqual([])
  })

  test('empty pages teach', async ({ page }) => {
    const empty = { body: { items: [], next: null } }
    await answer(page, {
      '/workloads': { body: { workloads: [], pending: 0, completed: 0 } },
      '/api/v1/workloads:counts': { body: { states: [], total: 0 } },
      '/pending': empty,
      '/api/v1/decisions': empty,
      '/api/v1/workloads': empty,
    })
    await page.goto('/ui/')
    await expect(page.getByText('No decision yet')).toBeVisible()
    await page.screenshot({ path: `${shots}/state-empty.png`, fullPage: true })
    await page.goto('/ui/workloads')
    await expect(page.getByText('Submit the first one')).toBeVisible()
  })

  test('menus, tips and dialogs', async ({ page }) => {
    const refused: string[] = []
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) refused.push(message.text())
    })
    await answer(page, {}, approver)
    // As strict as a gateway could be: no inline script, no style element.
    await page.route('**/ui/approvals/**', async (route) => {
      const response = await route.fetch()
      await route.fulfill({
        response,
        headers: {
          ...response.headers(),
          'content-security-policy':
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self' ws:",
        },
      })
    })
    await page.goto('/ui/approvals/c-llm-inference-frankfurt')
    await page.getByRole('button', { name: 'Simulated cloud' }).hover()
    await expect(page.getByRole('tooltip').filter({ hasText: 'built-in simulator of AWS' })).toBeVisible()
    await page.screenshot({ path: `${shots}/state-tip.png` })
    await page.getByRole('button', { name: /^View/ }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await page.getByRole('button', { name: /Account of/ }).click()
    await expect(page.getByRole('menuitem', { name: 'Log out' })).toBeVisible()
    await page.screenshot({ path: `${shots}/state-menu.png` })
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: /Account of/ })).toBeFocused()
    await page.keyboard.press('a')
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await page.screenshot({ path: `${shots}/state-dialog.png` })
    expect(refused).toEqual([])
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`),
    ).toEqual([])
  })

  test('an event refreshes what it names, a lost line is shown and resumed', async ({ page }) => {
    let state = 'deploying'
    const live = await answer(page, {
      '/api/v1/workloads/train-bert': () => ({ body: workload('train-bert', state as 'running') }),
    })
    await page.goto('/ui/workloads/train-bert')
    await expect(page.getByTestId('workload-state')).toHaveText('Deploying')
    await expect(page.getByTestId('connection')).toHaveText('Live')
    state = 'running'
    live.socket()?.send(
      JSON.stringify({
        op: 'event',
        cursor: 'c2',
        event: { id: 'e', source: 'routing', type: 'io.swen.WorkloadChanged', data: { workload_id: 'train-bert' } },
      }),
    )
    await expect(page.getByTestId('workload-state')).toHaveText('Running', { timeout: 2000 })
    live.socket()?.send(JSON.stringify({ op: 'outage', service: 'routing', since: new Date().toISOString() }))
    await expect(page.getByText('Outage of routing')).toBeVisible()
    await page.screenshot({ path: `${shots}/state-service-outage.png` })
    live.socket()?.send(JSON.stringify({ op: 'recovered', service: 'routing' }))
    await expect(page.getByText('Outage of routing')).toBeHidden()
    await live.socket()?.close()
    await expect(page.getByTestId('connection')).toHaveText('Reconnecting')
    await expect(page.getByTestId('connection')).toHaveText('Live', { timeout: 5000 })
  })

  test('the advanced part of the form', async ({ page }) => {
    await answer(page)
    await page.setViewportSize({ width: 360, height: 800 })
    await page.goto('/ui/workloads/new')
    await page.getByText('Advanced').click()
    await page.getByRole('button', { name: 'Submit workload' }).click()
    await expect(page.getByText('Enter a container image')).toBeVisible()
    await page.screenshot({ path: `${shots}/state-form-360.png`, fullPage: true })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`),
    ).toEqual([])
  })

  test('the form takes what the flow on the real stack enters', async ({ page }) => {
    await answer(page)
    await page.goto('/ui/workloads/new')
    await page.getByRole('button', { name: /Web service/ }).click()
    await page.getByLabel(/^Team/).fill('research')
    await page.getByLabel('Name').fill('train-bert')
    await page.getByLabel(/CPU cores/).fill('48')
    await page.getByLabel(/Memory/).fill('192')
    await page.getByLabel('Replicas').fill('8')
    await page.getByRole('button', { name: 'Submit workload' }).click()
    await expect(page).toHaveURL(/\/ui\/workloads\/train-bert$/)
    await expect(page.getByTestId('decision')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Contributions to the score, table' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Deployments, table' })).toBeVisible()
    await page.getByRole('button', { name: 'Cancel workload' }).click()
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel workload' })).toBeVisible()
  })

  test('the log of a stage', async ({ page }) => {
    await answer(page)
    await page.goto('/ui/changes/c-train-bert')
    await page.getByRole('button', { name: 'Log of security scan' }).click()
    await expect(page.getByRole('dialog').getByText('its tag may move')).toBeVisible()
    await page.screenshot({ path: `${shots}/state-log.png` })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`),
    ).toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  })
})
