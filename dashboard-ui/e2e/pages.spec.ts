import { expect } from '@playwright/test'
import { test } from './archive'
import { expectAccessible, logIn, logInAnew } from './stack'

test.describe.configure({ mode: 'serial' })

test('the overview shows both clouds with their prices and their age', async ({ page }) => {
  await logIn(page, 'operator')
  for (const cloud of ['AWS', 'Alibaba Cloud']) {
    const card = page.getByRole('region', { name: cloud, exact: true })
    await expect(card).toBeVisible()
    await expect(card.getByText(/USD\/h/).first()).toBeVisible()
    await expect(card.getByText(/^seen/)).toBeVisible()
    await expect(card.getByText(/^(Fresh|Stale)$/)).toBeVisible()
  }
  await expect(page.getByText('Spending now')).toBeVisible()
  await expectAccessible(page)
})

test('every page is accessible and fits a phone', async ({ page }) => {
  await logIn(page, 'operator')
  await page.setViewportSize({ width: 360, height: 740 })
  for (const [link, heading] of [
    ['Workloads', 'Workloads'],
    ['Approvals', 'Approvals'],
    ['Changes', 'Changes'],
    ['Overview', 'Overview'],
  ] as const) {
    const bar = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: link })
    if (await bar.isVisible()) await bar.click()
    else {
      // The bar of a phone has room for four places; the others are behind "More".
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('dialog').getByRole('link', { name: link }).click()
    }
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    await expectAccessible(page)
  }
})

test('the place is kept over the login, and logging out ends the session', async ({ page }) => {
  await logInAnew(page, 'operator', '/ui/changes?state=succeeded')
  await expect(page).toHaveURL(/\/ui\/changes\?state=succeeded$/)
  await page.getByRole('button', { name: /Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await expect(page.getByText('You are signed out')).toBeVisible()
  const session = await page.evaluate(
    async () => (await (await fetch('/session')).json()) as { authenticated: boolean },
  )
  expect(session.authenticated).toBe(false)
})
