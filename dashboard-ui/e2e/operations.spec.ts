import { expect } from '@playwright/test'
import { test } from './archive'
import { forDocs, glance, look, thorough } from './look'
import { logIn } from './stack'

test.describe.configure({ timeout: 240_000 })

const places: { name: string; path: string; heading: string; docs?: boolean }[] = [
  { name: 'approvals', path: '/approvals', heading: 'Approvals', docs: true },
  { name: 'changes', path: '/changes', heading: 'Changes', docs: true },
  { name: 'board', path: '/changes/board', heading: 'Changes', docs: true },
  { name: 'pins', path: '/changes/pins', heading: 'Changes' },
  { name: 'drift', path: '/drift', heading: 'Drift', docs: true },
  { name: 'costs', path: '/costs', heading: 'Costs', docs: true },
  { name: 'budgets', path: '/costs/budgets', heading: 'Costs', docs: true },
  { name: 'opportunities', path: '/costs/opportunities', heading: 'Costs' },
  { name: 'reports', path: '/costs/reports', heading: 'Costs' },
  { name: 'performance', path: '/performance', heading: 'Performance', docs: true },
  { name: 'latency', path: '/performance/latency', heading: 'Performance' },
  { name: 'levels', path: '/performance/levels', heading: 'Performance' },
  { name: 'forecasts', path: '/performance/forecasts', heading: 'Performance' },
  { name: 'capacity', path: '/performance/capacity', heading: 'Performance' },
  { name: 'incidents', path: '/incidents', heading: 'Incidents', docs: true },
  { name: 'alerts', path: '/incidents/alerts', heading: 'Incidents' },
  { name: 'silences', path: '/incidents/silences', heading: 'Incidents' },
  { name: 'anomalies', path: '/incidents/anomalies', heading: 'Incidents' },
  { name: 'repairs', path: '/incidents/repairs', heading: 'Incidents' },
  { name: 'rules', path: '/incidents/rules', heading: 'Incidents' },
  { name: 'models', path: '/models', heading: 'Models', docs: true },
  { name: 'calibration', path: '/models/calibration', heading: 'Models', docs: true },
  { name: 'audit', path: '/audit', heading: 'Audit', docs: true },
  { name: 'security', path: '/settings/security', heading: 'Settings' },
  { name: 'users', path: '/settings/users', heading: 'Settings' },
  { name: 'automation', path: '/settings/automation', heading: 'Settings', docs: true },
  { name: 'policies', path: '/settings/policies', heading: 'Settings', docs: true },
  { name: 'connections', path: '/settings/connections', heading: 'Settings', docs: true },
  { name: 'platform-keys', path: '/settings/keys', heading: 'Settings' },
  { name: 'envelopes', path: '/approvals/envelopes', heading: 'Approvals' },
  { name: 'delegations', path: '/approvals/delegations', heading: 'Approvals' },
  { name: 'broken-glass', path: '/approvals/break-glass', heading: 'Approvals' },
]

test('the pages of operations are whole, accessible and fit, in every theme and language', async ({ page }) => {
  if (thorough) test.setTimeout(20 * 60_000)
  await logIn(page, 'admin')
  for (const [index, { name, path, heading, docs = false }] of places.entries()) {
    await test.step(name, async () => {
      if (thorough) {
        await page.goto(`/ui${path}`)
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
        await look(page, name, { docs })
      } else await glance(page, `/ui${path}`, name, forDocs && docs ? 0 : index, docs)
      await expect(page.locator('main').getByRole('alert')).toHaveCount(0)
    })
  }
})

test('a change shows its way, its plan and its logs', async ({ page }) => {
  await logIn(page, 'operator')
  await page.goto('/ui/changes')
  const row = page.getByRole('table', { name: 'Changes' }).getByRole('row').nth(1)
  await row.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/ui\/changes\/[0-9a-f-]{36}$/)
  await page
    .getByRole('button', { name: /^Log of/ })
    .first()
    .click()
  const log = page.getByRole('dialog', { name: /^Log of/ })
  await expect(log).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(log).toBeHidden()
  await glance(page, new URL(page.url()).pathname, 'change', 0, true)
})

test('a quota is tried on what runs in a region', async ({ page }) => {
  await logIn(page, 'operator', '/ui/performance/capacity')
  const known = (await (await page.request.get('/api/v1/instances?limit=1')).json()) as { items: { region: string }[] }
  const region = known.items[0]?.region ?? 'aws:us-east-1'
  await page.getByLabel('Quota to try').fill('-1')
  await page.getByRole('button', { name: 'Plan' }).click()
  await expect(page.getByText('A number above 0')).toBeVisible()
  await page.getByLabel('Quota to try').fill('64')
  await page.getByLabel('Region').selectOption(region)
  await page.getByRole('button', { name: 'Plan' }).click()
  await expect(page.getByRole('heading', { name: region })).toBeVisible()
  await expect(page.getByText('64 vCPU')).toBeVisible()
  const { pathname, search } = new URL(page.url())
  await glance(page, pathname + search, 'capacity', 0, true)
})

test('a key of a program is made, rotated and revoked', async ({ page, request }) => {
  const name = `e2e ${Date.now().toString(36)}`
  await logIn(page, 'operator', '/ui/settings/security')
  await page.getByRole('button', { name: 'New key…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Name/).fill(name)
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  const first = (await dialog.locator('output').textContent()) ?? ''
  expect(first).toMatch(/^swen_/)
  await dialog.getByRole('button', { name: 'I have stored it' }).click()

  await page.getByRole('button', { name: `Rotate ${name}` }).click()
  await dialog.getByLabel('The old secret ends').selectOption({ label: 'After an hour' })
  await dialog.getByRole('button', { name: 'Rotate', exact: true }).click()
  const second = (await dialog.locator('output').textContent()) ?? ''
  expect(second).toMatch(/^swen_/)
  expect(second).not.toBe(first)
  await dialog.getByRole('button', { name: 'I have stored it' }).click()
  // Both are good for the overlap, as programs change over.
  for (const key of [first, second])
    expect((await request.get('/api/v1/workloads?limit=1', { headers: { 'X-API-Key': key } })).status()).toBe(200)

  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  await page.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(page.getByRole('row', { name: new RegExp(name) }).getByText('revoked')).toBeVisible()
})

test('a budget is made, changed and deleted, and a refused one says which field is wrong', async ({ page }) => {
  const name = `e2e ${Date.now().toString(36)}`
  await logIn(page, 'admin', '/ui/costs/budgets')
  await page.getByRole('button', { name: 'New budget…' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Name/).fill(name)
  await dialog.getByLabel(/^A month/).fill('0')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog.getByText('An amount above 0, such as 2500 or 99.50')).toBeVisible()
  await dialog.getByLabel(/^A month/).fill('2500')
  await dialog.getByRole('button', { name: 'Create' }).click()
  const row = page.getByRole('row', { name: new RegExp(name) })
  await expect(row).toContainText('2,500.00 USD')

  await row.getByRole('button', { name: `Edit ${name}` }).click()
  await dialog.getByLabel(/^A month/).fill('3000')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row).toContainText('3,000.00 USD')

  await row.getByRole('button', { name: `Delete ${name}` }).click()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(row).toHaveCount(0)
})

test('a silence is begun and ended, and ending it is undone', async ({ page }) => {
  const reason = `e2e ${Date.now().toString(36)}`
  await logIn(page, 'operator', '/ui/incidents/silences')
  await page.getByRole('button', { name: 'New silence…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Label').fill('workload')
  await dialog.getByLabel('Value').fill('no-such-workload')
  await dialog.getByLabel(/^Reason/).fill(reason)
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click()
  const rows = page.getByRole('row', { name: new RegExp(reason) })
  await expect(rows.getByText('active')).toHaveCount(1)
  await page.getByRole('button', { name: `End the silence: ${reason}` }).click()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(rows.getByText('active')).toHaveCount(1)
  await page.getByRole('button', { name: `End the silence: ${reason}` }).click()
  await expect(rows.getByText('active')).toHaveCount(0)
})

test('an incident is read through', async ({ page }) => {
  await logIn(page, 'operator')
  await page.goto('/ui/incidents')
  const first = page.getByRole('table').locator('a[href*="/ui/incidents/"]').first()
  const none = page.getByText('No incident', { exact: true })
  await expect(first.or(none)).toBeVisible({ timeout: 30_000 })
  test.skip(await none.isVisible(), 'nothing went wrong on this platform yet; the flows make a region go away')
  await first.click()
  await expect(page).toHaveURL(/\/ui\/incidents\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible()
  await glance(page, new URL(page.url()).pathname, 'incident', 0, true)
})
