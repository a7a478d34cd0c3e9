import { expect } from '@playwright/test'
import { test } from './archive'
import { look } from './look'
import { logIn } from './stack'

test.describe.configure({ timeout: 240_000 })

test('the overview: spending with its forecast, savings, both clouds, all regions', async ({ page }) => {
  await logIn(page, 'operator')
  await expect(page.getByText('To month end')).toBeVisible()
  await expect(page.getByText('Saved this month')).toBeVisible()
  const regions = page.getByRole('region', { name: 'Regions', exact: true })
  await expect(regions.getByRole('link').first()).toBeVisible()
  for (const [colour, address] of [
    ['Health', 'map=health'],
    ['Carbon', 'map=carbon'],
  ] as const) {
    await regions.getByRole('button', { name: colour }).click()
    await expect(page).toHaveURL(new RegExp(address))
  }
  await regions.getByRole('button', { name: 'Price' }).click()
  await look(page, 'overview')
})

test('the list of workloads sorts, exports, keeps a view and is found by the palette', async ({ page }) => {
  await logIn(page, 'operator', '/ui/workloads')
  const table = page.getByRole('table', { name: 'Workloads' })
  await expect(table.getByRole('row').nth(1)).toBeVisible()
  await table.getByRole('button', { name: 'Workload' }).click()
  await expect(page).toHaveURL(/sort=id/)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('workloads.csv')

  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'Save this view' }).click()
  await page.getByLabel('Name of the view').fill('by name')
  await page.keyboard.press('Enter')
  await expect(page.getByText('View “by name” is saved.')).toBeVisible()
  await page.goto('/ui/workloads')
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('menuitem', { name: 'by name', exact: true }).click()
  await expect(page).toHaveURL(/sort=id/)

  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('prices')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Prices')
  await page.keyboard.press('g')
  await page.keyboard.press('w')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Workloads')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.goto('/ui/workloads')
  await look(page, 'workloads')
})

test('the form says where it would go before it is submitted, as YAML too', async ({ page }) => {
  await logIn(page, 'operator', '/ui/workloads/new')
  await page.getByRole('button', { name: /Batch training/ }).click()
  await page.getByLabel(/^Team/).fill('research')
  const preview = page.getByTestId('preview')
  await expect(preview.getByText(/USD\/h/).first()).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'YAML' }).click()
  const yaml = page.getByRole('textbox', { name: 'Workload as YAML' })
  await expect(yaml).toHaveValue(/cpu_cores: 8/)
  await yaml.fill('kind: [')
  await expect(page.getByText(/^Line 1/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Submit workload' })).toBeDisabled()
  // Leaving would lose what was typed.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click()
  await expect(page.getByRole('dialog', { name: 'Leave without saving?' })).toBeVisible()
  await page.getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview')

  await page.goto('/ui/workloads/new')
  await look(page, 'submit')
})

test('a decision is questioned in place', async ({ page }) => {
  await logIn(page, 'operator')
  await page
    .getByRole('link', { name: /^Why: (?!impossible)/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Why .* runs where it runs$/)
  await expect(page.getByTestId('what-if')).toBeVisible()
  await expect(page.getByRole('table').first()).toBeVisible()

  // With the keyboard alone: the price of the chosen offer is supposed to be higher.
  const price = page.getByRole('slider', { name: /Price of the chosen offer/ })
  await price.focus()
  for (let press = 0; press < 8; press++) await page.keyboard.press('ArrowRight')
  await expect(page.getByTestId('what-if-answer')).toContainText(/choice/, { timeout: 20_000 })
  await expect(page).toHaveURL(/price=1\.4/)

  await page.getByRole('button', { name: 'Replay' }).click()
  await expect(page.getByTestId('checks')).toContainText(/Identical|cannot be replayed/, { timeout: 30_000 })
  await page.getByRole('button', { name: 'Check at today’s prices' }).click()
  await expect(page.getByTestId('checks')).toContainText(/price epoch|no longer/, { timeout: 30_000 })
  await look(page, 'decision')
})

test('a workload with its way, its metrics and its moves', async ({ page }) => {
  await logIn(page, 'operator')
  await page
    .getByRole('link', { name: /^Why: (?!impossible)/ })
    .first()
    .click()
  await page.getByRole('link', { name: 'To the workload', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Progress' })).toBeVisible()
  await expect(page.getByTestId('decision')).toBeVisible()
  await look(page, 'workload')
})

test('prices: the market, an offer’s past and future, and what another place would have cost', async ({ page }) => {
  await logIn(page, 'operator', '/ui/prices?option=spot&vcpu=4')
  const table = page.getByRole('table', { name: 'Offers' })
  await expect(table.getByRole('row').nth(3)).toBeVisible({ timeout: 30_000 })
  await look(page, 'prices')
  await table
    .getByRole('button', { name: /^Show / })
    .first()
    .click()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByRole('region', { name: 'Price history and forecast' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  for (const index of [0, 1, 2])
    await table
      .getByRole('checkbox', { name: /^Select (?!all)/ })
      .nth(index)
      .check()
  await page.getByRole('button', { name: 'Compare these' }).click()
  await expect(page.getByTestId('simulated-best')).toContainText(/cheapest/, { timeout: 30_000 })
  await expect(page.getByRole('region', { name: 'Compared offers, table' }).getByRole('row')).toHaveCount(4)
  await look(page, 'simulator')
})

test('the design system', async ({ page }) => {
  await logIn(page, 'operator', '/ui/design')
  await page.getByRole('button', { name: 'Message with undo' }).click()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(page.getByText('The example is back')).toBeVisible()
  await look(page, 'design', { docs: false })
})
