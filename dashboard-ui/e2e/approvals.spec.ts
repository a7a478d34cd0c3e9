import { expect, type Browser, type Page } from '@playwright/test'
import { test } from './archive'
import { glance } from './look'
import { Rest, type Change } from './rest'
import { expectAccessible, logIn, rowOf } from './stack'

test.describe.configure({ timeout: 300_000 })

const suffix = Date.now().toString(36)
const judged = `approval-judged-${suffix}`
const broken = `approval-broken-${suffix}`
const holiday = `A holiday in the browser test ${suffix}`
const seen = 90_000
const done = 150_000
/** Eight large replicas cost so much wherever they go that somebody has to agree. */
const costly = { cpu_cores: 48, memory_gb: 192, container: { image: 'ghcr.io/acme/web:1.0', replicas: 8 } }

async function as(browser: Browser, name: string, place: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await logIn(page, name, place)
  return page
}

/** The change of a workload that waits for approval now. */
async function waiting(rest: Rest, workload: string): Promise<Change> {
  let found: Change | undefined
  await expect
    .poll(
      async () => {
        const [newest] = await rest.changesOf(workload)
        found = newest
        return newest?.state
      },
      { timeout: seen, message: `the change of ${workload} waits for approval` },
    )
    .toBe('awaiting_approval')
  if (found === undefined) throw new Error(`${workload} has no change`)
  return found
}

test('what was rejected is tried again, approved with an envelope by who stands in for another, and broken glass is signed off', async ({
  browser,
}) => {
  const operator = await as(browser, 'operator', '/ui/')
  const rest = new Rest(operator.context().request)
  const submitted: string[] = []
  try {
    for (const id of [judged, broken]) {
      await rest.submit(id, costly)
      submitted.push(id)
    }

    const approver = await as(browser, 'approver1', '/ui/approvals/delegations')
    await approver.getByRole('button', { name: 'New delegation' }).click()
    const form = approver.getByRole('dialog')
    await form.getByLabel(/^Stands in/).fill('approver1')
    await form.getByLabel(/^Reason/).fill(holiday)
    await form.getByRole('button', { name: 'Let stand in' }).click()
    await expect(form.getByText('Somebody else than yourself')).toBeVisible()
    await form.getByLabel(/^Stands in/).fill('approver2')
    await expectAccessible(approver)
    await form.getByRole('button', { name: 'Let stand in' }).click()
    await expect(form).toBeHidden({ timeout: 30_000 })
    const delegation = rowOf(approver, 'Delegations', holiday).filter({ hasText: 'in force' })
    await expect(delegation).toHaveCount(1)

    const refused = await waiting(rest, judged)
    await approver.goto(`/ui/approvals/${refused.id}`)
    await approver.getByRole('button', { name: 'Reject…' }).click()
    const verdict = approver.getByRole('dialog')
    await verdict.getByLabel(/^Reason/).fill('Not today')
    await verdict.getByRole('button', { name: 'Reject', exact: true }).click()
    await expect(verdict).toBeHidden({ timeout: 30_000 })

    await operator.goto(`/ui/changes/${refused.id}`)
    await expect(operator.getByTestId('change-state')).toHaveText('Rejected', { timeout: seen })
    await expectAccessible(operator)
    await operator.getByRole('button', { name: 'Try again…' }).click()
    const again = operator.getByRole('dialog')
    await again.getByLabel(/^Reason/).fill('The reviewer is back')
    await again.getByRole('button', { name: 'Try again', exact: true }).click()
    await expect(operator).toHaveURL(new RegExp(`/ui/workloads/${judged}$`), { timeout: 30_000 })
    await expect(operator.getByTestId('workload-state')).toHaveText('Awaiting approval', { timeout: seen })

    const anew = await waiting(rest, judged)
    expect(anew.id).not.toBe(refused.id)
    const stand = await as(browser, 'approver2', `/ui/approvals/${anew.id}`)
    await expect(stand.getByRole('button', { name: 'Approve…' })).toBeVisible({ timeout: seen })
    await glance(stand, `/ui/approvals/${anew.id}`, 'approval', 0, true)
    await stand.getByRole('button', { name: 'Approve…' }).click()
    const agreed = stand.getByRole('dialog')
    await agreed.getByLabel(/^Reason/).fill('In the stead of approver1')
    await agreed.getByLabel('In whose stead').selectOption('approver1')
    await agreed.getByLabel(/Also allow replacements/).check()
    await agreed.getByLabel(/^How many times/).fill('0')
    await agreed.getByRole('button', { name: 'Approve', exact: true }).click()
    await expect(agreed.getByText('A whole number from 1 to 100')).toBeVisible()
    await agreed.getByLabel(/^How many times/).fill('2')
    await expectAccessible(stand)
    await agreed.getByRole('button', { name: 'Approve', exact: true }).click()
    await expect(agreed).toBeHidden({ timeout: 30_000 })
    await stand.goto('/ui/approvals/envelopes')
    const envelope = rowOf(stand, 'Envelopes', judged)
    await expect(envelope).toContainText('usable', { timeout: seen })
    await expectAccessible(stand)
    await envelope.getByRole('button', { name: `Revoke the envelope of ${judged}` }).click()
    await stand.getByRole('dialog').or(stand.getByRole('alertdialog')).getByRole('button', { name: 'Revoke' }).click()
    await expect(envelope).toHaveCount(0, { timeout: seen })

    await approver.goto('/ui/approvals/delegations')
    await delegation.getByRole('button', { name: 'End the delegation to approver2' }).click()
    await approver
      .getByRole('dialog')
      .or(approver.getByRole('alertdialog'))
      .getByRole('button', { name: 'End it' })
      .click()
    await expect(delegation).toHaveCount(0, { timeout: seen })

    const urgent = await waiting(rest, broken)
    const admin = await as(browser, 'admin', `/ui/approvals/${urgent.id}`)
    await admin.getByRole('button', { name: 'Break glass…' }).click()
    const glass = admin.getByRole('dialog')
    await glass.getByLabel(/^Reason/).fill('Customers cannot pay, and nobody else is awake in this browser test')
    await glass.getByRole('button', { name: 'Break glass and apply' }).click()
    await expect(glass.getByText('Say that you answer for it')).toBeVisible()
    await glass.getByLabel(/I answer for this/).check()
    await expectAccessible(admin)
    await glass.getByRole('button', { name: 'Break glass and apply' }).click()
    await expect(glass).toBeHidden({ timeout: 30_000 })
    await expect
      .poll(async () => (await rest.change(urgent.id)).state, { timeout: done, message: 'it is applied' })
      .toBe('succeeded')

    await stand.goto('/ui/approvals/break-glass')
    const open = rowOf(stand, 'Broken glass', broken)
    await open.getByRole('button', { name: /^Sign off: / }).click()
    const review = stand.getByRole('dialog')
    await review.getByRole('button', { name: 'Sign off', exact: true }).click()
    await expect(review.getByText('Say whether it was justified')).toBeVisible()
    await review.getByLabel(/^Verdict/).selectOption('justified')
    await review.getByLabel(/^Note/).fill('It was the only way at that hour')
    await expectAccessible(stand)
    await review.getByRole('button', { name: 'Sign off', exact: true }).click()
    await expect(open).toHaveCount(0, { timeout: seen })
    for (const page of [approver, stand, admin]) await page.context().close()
  } finally {
    for (const id of submitted) await rest.cancel(id)
    await operator.context().close()
  }
})
