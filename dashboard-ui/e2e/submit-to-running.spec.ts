import { expect, type Browser } from '@playwright/test'
import { test } from './archive'
import { expectAccessible, logIn } from './stack'

/** An instance boots in 20 to 60 domain seconds; the stages before and the collectors behind take theirs. */
const deployed = 240_000

async function approve(browser: Browser, approver: string, workload: string): Promise<void> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await logIn(page, approver, '/ui/approvals')
  await page
    .getByRole('list', { name: 'Changes that wait for approval' })
    .getByRole('link', { name: new RegExp(workload) })
    .click()
  await expect(page.getByRole('link', { name: 'All stages' })).toBeVisible()
  await expect(page.getByText('Cost after')).toBeVisible()
  await expect(page.getByText('Create').first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Approve…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Reason/).fill('Looked at the plan and its cost in the browser test')
  await dialog.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect(dialog).toBeHidden({ timeout: 30_000 })
  await context.close()
}

test('an operator submits, the decision arrives live, an approver approves, it is seen running', async ({
  page,
  browser,
}) => {
  test.setTimeout(6 * 60_000)
  const name = `e2e-${Date.now().toString(36)}`
  await logIn(page, 'operator', '/ui/workloads/new')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Submit a workload')
  await expectAccessible(page)

  // As the README's tour says: it costs more than 10 USD/h wherever it goes, so somebody has to agree.
  await page.getByRole('button', { name: /Batch training/ }).click()
  await page.getByLabel(/^Team/).fill('research')
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('GPUs').fill('8')
  await page.getByLabel('GPU model').fill('A100')
  await page.getByRole('button', { name: 'Submit workload' }).click()

  await expect(page).toHaveURL(new RegExp(`/ui/workloads/${name}$`), { timeout: 30_000 })
  // From here on nothing is reloaded: a new document would lose this mark.
  await page.evaluate(() => {
    document.documentElement.dataset.marked = 'yes'
  })
  const state = page.getByTestId('workload-state')
  await expect(page.getByTestId('decision')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('region', { name: 'Contributions to the score, table' })).toBeVisible()
  await expect(state).toHaveText('Awaiting approval', { timeout: 90_000 })
  await expectAccessible(page)

  // The author looks at the same change, and cannot agree to it.
  await page.getByRole('link', { name: 'Open the approval' }).click()
  await expect(page.getByRole('button', { name: 'Approve…' })).toBeDisabled()
  const approvers = (await page.getByText('0 of 2 given').isVisible()) ? 2 : 1
  await page.goBack()

  await approve(browser, 'approver1', name)
  // Depending on the prices of the day one approver is enough, or a second one has to agree.
  if (approvers === 2) await approve(browser, 'approver2', name)

  await expect(state).toHaveText('Running', { timeout: deployed })
  await expect(page.getByRole('region', { name: 'Deployments, table' })).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.dataset.marked)).toBe('yes')

  await page.getByRole('button', { name: 'Cancel workload' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel workload' }).click()
  await expect(state).toHaveText('Cancelled', { timeout: 60_000 })
})
