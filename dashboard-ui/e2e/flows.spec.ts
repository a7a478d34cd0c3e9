import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test'
import { test } from './archive'
import { glance } from './look'
import { Rest, service } from './rest'
import { processNamed, Simulator } from './simulator'
import { expectAccessible, logIn, nextCode, rowOf, userNamed } from './stack'

test.describe.configure({ timeout: 240_000 })

/** Of the simulated clock, in all of these; set back afterwards. */
const fast = 60
const suffix = Date.now().toString(36)
const named = (what: string) => `flow-${what}-${suffix}`
const drifting = named('drift')
const shipped = named('ship')
const away = named('away')
const resting = named('rest')
const traded = named('trade')
/** Its own, so that what is left of a region's outage is nobody else's business. */
const apart = `flows-${suffix}`
/** Where a person decides on each move. */
const advised = 'flows-advised'
const first = 'ghcr.io/acme/web:1.0'
const second = 'ghcr.io/acme/web:2.0'
const war = 'price-war'
const dear = 'aws:us-west-2'
const seen = 90_000
const done = 150_000

const simulator = new Simulator()
let speedBefore: number | null = null
let scene: BrowserContext
let rest: Rest
const submitted = new Set<string>()

/** A browser of somebody who is logged in. */
async function as(browser: Browser, name: string, place: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await logIn(page, name, place)
  // What changes from here on comes by itself: a new document would lose this mark.
  await page.evaluate(() => {
    document.documentElement.dataset.marked = 'yes'
  })
  return page
}

const expectNotReloaded = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.dataset.marked)).toBe('yes')

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000)
  speedBefore = await simulator.speed()
  await simulator.setSpeed(fast)
  const page = await as(browser, 'operator', '/ui/')
  scene = page.context()
  await page.close()
  rest = new Rest(scene.request)
  await trust(browser)
  for (const [index, part] of (await wherePricesRise()).entries()) await submit(`${traded}-${index}`, part)
  for (const id of [drifting, shipped, resting]) await submit(id)
  await submit(away, { environment: apart, regions_allowed: ['aws:ca-central-1', 'aws:eu-north-1'] })
  // The war goes on beside the other flows: it takes an hour of the simulated clock until a move pays.
  for (const id of submitted) if (id.startsWith(traded)) await settled(browser, id)
  await setMode(browser, 'recommend', 'Moves are looked at first')
  await simulator.start(war, 7)
})

/**
 * Until a workload runs, nothing of it is under way and what else is asked for holds; what its prices of the day ask of approvers
 * is given meanwhile.
 */
async function settled(
  browser: Browser,
  id: string,
  holds: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<void> {
  const look = async () => {
    const [{ state }, changes] = [await rest.workload(id), await rest.changesOf(id)]
    const open = changes.find((change) => ['running', 'awaiting_approval'].includes(change.state))
    if (open?.state === 'awaiting_approval') await agree(browser, open.id)
    if (open !== undefined) return `${state}, ${open.title} ${open.state}`
    return state !== 'running' || (await holds()) ? state : 'running as before'
  }
  await expect.poll(look, { timeout: done, message: `${id} runs and is settled` }).toBe('running')
}

/** The environment of the price war acts again, also where a run before ended early. */
async function trust(browser: Browser): Promise<void> {
  const page = await as(browser, 'admin', '/ui/')
  const admin = new Rest(page.context().request)
  const path = `/api/v1/environments/${advised}/mode`
  const { mode, version } = await admin.get<{ mode: string; version: number }>(path)
  if (mode !== 'act') await admin.send('PUT', path, { mode: 'act', reason: 'The flow is over' }, version)
  await page.context().close()
}

async function agree(browser: Browser, change: string): Promise<void> {
  for (const approver of ['approver1', 'approver2']) {
    const { state, plan, approval } = await rest.change(change)
    // What is held back waits as well, and asks nobody.
    if (state !== 'awaiting_approval' || approval === null || approval.granted >= approval.required) return
    const page = await as(browser, approver, '/ui/')
    await new Rest(page.context().request).send('POST', `/api/v1/changes/${change}/verdicts`, {
      verdict: 'approve',
      reason: 'Sets the scene of a browser test',
      plan_hash: plan?.hash,
    })
    await page.context().close()
  }
}

async function submit(id: string, part: Record<string, unknown> = {}): Promise<void> {
  submitted.add(id)
  await rest.submit(id, part)
}

/**
 * Workloads whose best place is where the war makes it dear by four fifths, each with another that costs little more until then.
 * A spot instance may be taken back before, so there are a few.
 */
async function wherePricesRise(): Promise<Record<string, unknown>[]> {
  const best = async (part: Record<string, unknown>) => {
    const { after } = await rest.send<{ after: { offer: { region: string; price: { amount: string } } | null } }>(
      'POST',
      '/api/v1/what-if',
      { spec: service(traded, part) },
    )
    return { region: after.offer?.region, price: Number(after.offer?.price.amount ?? Number.NaN) }
  }
  const found: Record<string, unknown>[] = []
  for (const memory_gb of [4, 8, 16, 32])
    for (const elsewhere of ['aws:us-east-2', 'aws:ca-central-1', 'aws:eu-west-1', 'aws:us-west-1']) {
      const part = {
        environment: advised,
        interruptible: true,
        architecture: 'any',
        latency_sensitivity: 0,
        cpu_cores: 2,
        memory_gb,
      }
      const both = { ...part, regions_allowed: [dear, elsewhere] }
      const first = await best(both)
      const other = await best({ ...part, regions_allowed: [elsewhere] })
      if (first.region === dear && other.price < 1.25 * first.price) {
        found.push(both)
        break
      }
    }
  return found.slice(0, 3)
}

test.afterAll(async ({ browser }) => {
  // Whatever of it does not work, the rest is cleared up.
  const steps = [
    () => simulator.stop(war),
    () => simulator.setSpeed(speedBefore ?? fast),
    () => trust(browser),
    ...Array.from(submitted, (id) => () => rest.cancel(id)),
    () => scene.close(),
  ]
  const wrong: unknown[] = []
  for (const step of steps) await step().catch((error: unknown) => wrong.push(error))
  expect(wrong).toEqual([])
})

test('what somebody ended behind the platform’s back is seen as drift and healed', async ({ browser }) => {
  await settled(browser, drifting)
  const page = await as(browser, 'operator', '/ui/drift')
  const [instance] = await simulator.running(drifting)
  await simulator.end(instance?.id ?? '')

  const found = rowOf(page, 'Drift', drifting).filter({ hasText: 'Missing' })
  await expect(found).toBeVisible({ timeout: seen })
  await expectAccessible(page)
  await settled(browser, drifting, async () => (await simulator.running(drifting)).length === 1)
  await expect(found).toContainText('Healed', { timeout: seen })
  await expectNotReloaded(page)
  const [instead] = await simulator.running(drifting)
  expect(instead?.id).not.toBe(instance?.id)
  await page.context().close()
})

const runs = (image: string) => async () => (await rest.workload(shipped)).container.image === image

test('a version is taken back: the one before runs again, and a pin keeps it there', async ({ browser }) => {
  await settled(browser, shipped)
  const page = await as(browser, 'operator', `/ui/workloads/${shipped}`)
  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  const image = page.getByLabel(/^Container image/)
  await expect(image).toHaveValue(first)
  // The preview is faint while it is reckoned anew.
  await expect(page.getByTestId('preview')).toContainText('USD/h', { timeout: 30_000 })
  await expectAccessible(page)
  await image.fill(second)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page).toHaveURL(new RegExp(`/ui/workloads/${shipped}$`), { timeout: 30_000 })
  await expect(page.getByText(second, { exact: true })).toBeVisible({ timeout: seen })
  await settled(browser, shipped, runs(second))

  await page.getByRole('region', { name: 'Changes' }).getByRole('listitem').first().getByRole('link').first().click()
  await expect(page.getByTestId('change-state')).toHaveText('Succeeded', { timeout: seen })
  await page.getByRole('button', { name: 'Roll back…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Roll back', exact: true }).click()
  await expect(dialog.getByText('Say in a few words why')).toBeVisible()
  await dialog.getByLabel(/^Reason/).fill('The second version answers slowly')
  await dialog.getByRole('button', { name: 'Roll back', exact: true }).click()
  await expect(dialog).toBeHidden({ timeout: 30_000 })

  await page.getByRole('link', { name: shipped }).first().click()
  await expect(page).toHaveURL(new RegExp(`/ui/workloads/${shipped}$`))
  await settled(browser, shipped, runs(first))
  await expect(page.getByText(first, { exact: true })).toBeVisible({ timeout: seen })

  await page.goto('/ui/changes/pins')
  const pin = rowOf(page, 'Pins', shipped)
  await expect(pin).toContainText('The second version answers slowly', { timeout: seen })
  await pin.getByRole('button', { name: `Release ${shipped}` }).click()
  await dialog.getByLabel(/^Reason/).fill('The flow ends here')
  await dialog.getByRole('button', { name: 'Release', exact: true }).click()
  await expect(pin).toHaveCount(0)
  await page.context().close()
})

test('a region goes away: an incident, what runs there goes elsewhere, and it is over when the region is back', async ({
  browser,
}) => {
  await settled(browser, away)
  const region = (await simulator.running(away))[0]?.region ?? ''
  const page = await as(browser, 'operator', '/ui/incidents')
  try {
    await simulator.takeAway(region)
    const incident = rowOf(page, 'Incidents', region).filter({ hasText: 'Open' })
    await expect(incident.first()).toBeVisible({ timeout: seen })
    await expectNotReloaded(page)
    await incident.getByRole('link').first().click()
    await expect(page).toHaveURL(/\/ui\/incidents\/[0-9a-f-]{36}$/)

    await page.getByRole('button', { name: 'Acknowledge' }).click()
    const state = page.locator('header, main').getByRole('status').filter({ hasText: 'Acknowledged' })
    await expect(state.first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0)
    const timeline = page.getByRole('region', { name: 'Timeline' })
    await expect(timeline.getByText(/acknowledged/i).first()).toBeVisible()

    // In this environment nothing leaves a region before a person lets it.
    const repair = rowOf(page, 'Repairs', away)
    await expect(repair).toContainText('Held', { timeout: seen })
    await expectAccessible(page)
    await repair.getByRole('button', { name: `Go on with the repair of ${away}` }).click()
    await settled(browser, away, async () => (await simulator.running(away)).some((each) => each.region !== region))
    await expect(repair).toContainText('Resolved', { timeout: done })
    await repair.getByRole('link', { name: away }).click()
    // What it left may still be shown there: it is removed once the region answers again.
    const there = (await simulator.running(away)).find((each) => each.region !== region)
    const row = rowOf(page, 'Deployments', there?.id ?? 'nothing runs elsewhere')
    await expect(row).toContainText('Running', { timeout: seen })
    await page.goBack()
  } finally {
    await simulator.giveBack(region)
  }
  await expect(page.getByRole('status').filter({ hasText: 'Resolved' }).first()).toBeVisible({ timeout: done })
  await page.context().close()
})

test('a workload rests, goes on and is begun anew', async ({ browser }) => {
  await settled(browser, resting)
  const page = await as(browser, 'operator', `/ui/workloads/${resting}`)
  const state = page.getByTestId('workload-state')
  const act = async (name: string) => {
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
    await expect(page.getByRole('dialog')).toBeHidden({ timeout: 30_000 })
  }
  await expect(state).toHaveText('Running')
  await act('Pause')
  await expect(state).toHaveText('Paused', { timeout: done })
  expect(await simulator.running(resting)).toEqual([])
  await expect(page.getByRole('button', { name: 'Restart' })).toHaveCount(0)
  await expectAccessible(page)

  await act('Resume')
  await settled(browser, resting)
  await expect(state).toHaveText('Running', { timeout: seen })
  const [before] = await simulator.running(resting)

  await act('Restart')
  await settled(browser, resting, async () =>
    (await simulator.running(resting)).every((each) => each.id !== before?.id),
  )
  await expect(state).toHaveText('Running', { timeout: seen })
  await expectNotReloaded(page)
  await page.context().close()
})

async function setMode(browser: Browser, mode: 'recommend' | 'act', reason: string): Promise<void> {
  const page = await as(browser, 'admin', '/ui/settings/automation')
  const row = rowOf(page, 'Modes of environments', advised)
  const dialog = page.getByRole('dialog')
  if (mode === 'act') await row.getByRole('button', { name: `Change the mode of ${advised}` }).click()
  else {
    await page.getByRole('button', { name: 'Name an environment…' }).click()
    await dialog.getByLabel(/^Environment/).fill(advised)
  }
  await dialog.getByLabel('Mode', { exact: true }).selectOption(mode)
  await dialog.getByLabel(/^Reason/).fill(reason)
  await dialog.getByRole('button', { name: 'Set the mode' }).click()
  await expect(dialog).toBeHidden({ timeout: 30_000 })
  await expect(row).toContainText(mode === 'act' ? 'Act' : 'Recommend')
  await page.context().close()
}

test('a price war: an opportunity is found, a person takes it up, and its change moves the workload', async ({
  browser,
}) => {
  const page = await as(browser, 'operator', '/ui/costs/opportunities')
  expect(
    [...submitted].filter((id) => id.startsWith(traded)),
    `workloads in ${dear}`,
  ).not.toEqual([])
  const all = rowOf(page, 'Opportunities', traded)
  await expect(all.first()).toBeVisible({ timeout: 3 * 60_000 })
  await expect(all.first()).toContainText(/ USD an hour instead of/)
  await glance(page, '/ui/costs/opportunities', 'opportunities', 0, true)
  let moved = ''
  // Where the spot price has risen since beyond what a move was recommended for, it is refused, and another is taken.
  await expect(async () => {
    for (const row of await all.all()) {
      moved = (await row.getByRole('link').first().textContent()) ?? ''
      const answer = page.waitForResponse((each) => new URL(each.url()).pathname.endsWith('/apply'))
      await page.getByRole('button', { name: `Apply the recommendation for ${moved}` }).click()
      if ((await answer).ok()) return
    }
    throw new Error('each move was refused')
  }).toPass({ timeout: seen, intervals: [5_000] })
  await expect(page.getByText(`the change for ${moved} is on its way`)).toBeVisible({ timeout: 30_000 })
  await expect(rowOf(page, 'Opportunities', moved)).toHaveCount(0)

  await page.goto(`/ui/workloads/${moved}`)
  const change = page.getByRole('region', { name: 'Changes' }).getByRole('listitem').first()
  await change.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/ui\/changes\/[0-9a-f-]{36}$/)
  // The environment's mode holds it back until a person trusts it with acting.
  const heldBack = async () => {
    const { id, state, held_back } = await rest.change(page.url().slice(-36))
    if (state === 'awaiting_approval') await agree(browser, id)
    return held_back ?? state
  }
  await expect.poll(heldBack, { timeout: done }).toContain('is in mode recommend')
  await expect(
    page.getByText(`environment ${advised} is in mode recommend: nothing is applied`, { exact: true }),
  ).toBeVisible({ timeout: seen })
  await setMode(browser, 'act', 'The move is understood')
  await settled(browser, moved)
  await expect(page.getByTestId('change-state')).toHaveText('Succeeded', { timeout: done })
  await expect
    .poll(async () => (await simulator.running(moved)).map((each) => each.region), { timeout: seen })
    .toEqual([expect.not.stringMatching(dear)])
  await page.context().close()
})

test('what the service refuses is said beside the field it is about', async ({ browser }) => {
  const page = await as(browser, 'operator', '/ui/workloads/new')
  await page.getByRole('button', { name: /Web service/ }).click()
  await page.getByLabel(/^Team/).fill('research')
  const name = page.getByLabel('Name')
  const submit = page.getByRole('button', { name: 'Submit workload' })
  await name.fill(drifting)
  await submit.click()
  await expect(name).toHaveAccessibleDescription(new RegExp(`no other workload has \\(given ${drifting}\\)`))
  await expect(name).toBeFocused()

  // Only the service knows all regions; the field is in the folded part, which opens.
  const free = named('form')
  await name.fill(free)
  const folded = page.locator('summary').filter({ hasText: 'Advanced' })
  await folded.click()
  const regions = page.getByLabel('Allowed regions')
  await regions.fill('aws:us-east-2, aws:mars-1')
  await folded.click()
  await expect(regions).toBeHidden()
  await submit.click()
  await expect(regions).toHaveAccessibleDescription(/given aws:mars-1/)
  await expect(regions).toBeFocused()
  await expectAccessible(page)

  // Mended, it is taken.
  await regions.fill('aws:us-east-2')
  submitted.add(free)
  await submit.click()
  await expect(page).toHaveURL(new RegExp(`/ui/workloads/${free}$`), { timeout: 30_000 })
  await page.context().close()
})

/** Goes to something as somebody without a mouse: by the tabulator alone. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 150; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${String(target)} is not reached by the tabulator`)
}

async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

/** The login, with nothing but keys. */
async function logInByKeys(page: Page, name: string, place: string): Promise<void> {
  const { password, totpSecret } = userNamed(name)
  await page.goto(place)
  await type(page, page.locator('input[name="username"]'), name)
  await type(page, page.locator('input[name="password"]'), password)
  await page.keyboard.press('Enter')
  const account = page.getByRole('button', { name: `Account of ${name}` })
  const code = page.locator('input[name="code"]')
  await expect(account.or(code)).toBeVisible({ timeout: 30_000 })
  while (totpSecret !== null && (await code.isVisible())) {
    await type(page, code, await nextCode(totpSecret))
    const answered = page.waitForEvent('framenavigated', { timeout: 30_000 })
    await page.keyboard.press('Enter')
    await answered
    await page.waitForLoadState('domcontentloaded')
    await expect(account.or(code)).toBeVisible({ timeout: 30_000 })
  }
  await expect(account).toBeVisible({ timeout: 30_000 })
}

test('with the keyboard alone: a workload is submitted, its decision read, and its change approved', async ({
  browser,
}) => {
  const name = named('keys')
  submitted.add(name)
  const author = await (await browser.newContext()).newPage()
  await logInByKeys(author, 'operator', '/ui/')
  await author.keyboard.press('ControlOrMeta+k')
  await expect(author.getByRole('dialog').getByRole('combobox')).toBeFocused()
  await author.keyboard.type('submit')
  await author.keyboard.press('Enter')
  await expect(author.getByRole('heading', { level: 1 })).toHaveText('Submit a workload')
  await tabTo(author, author.getByRole('button', { name: /Web service/ }))
  await author.keyboard.press('Enter')
  await type(author, author.getByLabel(/^Team/), 'research')
  await type(author, author.getByLabel('Name'), name)
  await type(author, author.getByLabel('Replicas'), '8')
  await type(author, author.getByLabel(/CPU cores/), '48')
  await type(author, author.getByLabel(/Memory/), '192')
  await author.keyboard.press('Enter')
  await expect(author).toHaveURL(new RegExp(`/ui/workloads/${name}$`), { timeout: 30_000 })
  const state = author.getByTestId('workload-state')
  await expect(state).toHaveText('Awaiting approval', { timeout: done })
  await tabTo(author, author.getByRole('link', { name: 'Question this decision' }))
  await author.keyboard.press('Enter')
  await expect(author).toHaveURL(/\/decision/)
  await expect(author.getByRole('heading', { level: 1 })).toBeFocused()
  await author.keyboard.press('ControlOrMeta+k')
  await expect(author.getByRole('dialog').getByRole('combobox')).toBeFocused()
  await author.keyboard.type(name)
  await expect(author.getByRole('option', { name: new RegExp(name) })).toBeVisible()
  await author.keyboard.press('Enter')
  await expect(author).toHaveURL(new RegExp(`/ui/workloads/${name}$`))
  await expect(state).toHaveText('Awaiting approval')

  for (const approver of ['approver1', 'approver2']) {
    const page = await (await browser.newContext()).newPage()
    await logInByKeys(page, approver, '/ui/approvals')
    const inbox = page.getByRole('list', { name: 'Changes that wait for approval' })
    const change = inbox.getByRole('link', { name: new RegExp(name) })
    await expect(change).toBeVisible({ timeout: 30_000 })
    await expect(async () => {
      await page.keyboard.press('j')
      await expect(change).toHaveAttribute('aria-current', 'true', { timeout: 1_000 })
    }).toPass({ timeout: 60_000 })
    await expect(page.getByText('Cost after')).toBeVisible({ timeout: 30_000 })
    await page.keyboard.press('a')
    const dialog = page.getByRole('dialog')
    await type(page, dialog.getByLabel(/Reason/), 'Read and agreed to without a mouse')
    await tabTo(page, dialog.getByRole('button', { name: 'Approve', exact: true }))
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden({ timeout: 30_000 })
    await page.context().close()
    // Depending on the prices of the day one is enough, or a second one has to agree.
    const { approval } = await rest.change((await rest.workload(name)).change_id ?? '')
    if (approval !== null && approval.granted >= approval.required) break
  }
  await expect(state).toHaveText(/^(Deploying|Running)$/, { timeout: seen })

  await tabTo(author, author.getByRole('button', { name: 'Cancel workload' }))
  await author.keyboard.press('Enter')
  const dialog = author.getByRole('dialog')
  await tabTo(author, dialog.getByRole('button', { name: 'Cancel workload' }))
  await author.keyboard.press('Enter')
  await expect(dialog).toBeHidden({ timeout: 30_000 })
  await author.context().close()
})

test('while the line is cut a page says how old it is, and catches up by itself', async ({ browser }) => {
  const page = await as(browser, 'operator', '/ui/')
  let cut = false
  const lines = new Set<{ close: () => Promise<void> }>()
  await page.routeWebSocket(/\/ws/, async (line) => {
    if (cut) return line.close()
    line.connectToServer()
    lines.add(line)
  })
  await page.route('**/api/v1/workloads?**', (call) => (cut ? call.abort('connectionrefused') : call.fallback()))
  await page.goto(`/ui/workloads?q=${drifting}`)
  const row = page.getByRole('table', { name: 'Workloads' }).getByRole('row').filter({ hasText: drifting })
  await expect(row).toBeVisible({ timeout: 30_000 })
  const connection = page.getByTestId('connection')
  await expect(connection).toHaveText('Live', { timeout: 30_000 })

  cut = true
  for (const line of lines) await line.close()
  await expect(connection).toHaveText('Reconnecting', { timeout: 30_000 })
  await expect(page.getByRole('alert').filter({ hasText: 'No live events' })).toBeVisible({ timeout: 30_000 })
  const stale = page.getByText(/^Stale: as of \d+/)
  await expect(stale).toBeVisible({ timeout: seen })
  // What was there stays readable, and its age goes on.
  await expect(row).toBeVisible()
  const age = await stale.textContent()
  await expect(stale).not.toHaveText(age ?? '', { timeout: 30_000 })
  await expectAccessible(page)

  cut = false
  await page.getByRole('button', { name: 'Try now' }).click()
  await expect(connection).toHaveText('Live', { timeout: 30_000 })
  await expect(stale).toHaveCount(0, { timeout: 30_000 })
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.context().close()
})

test('a service is killed while its page is open: the page says so and recovers by itself', async ({ browser }) => {
  const page = await as(browser, 'operator', '/ui/incidents/rules')
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible({ timeout: 30_000 })
  const { pid, restarts } = processNamed('telemetry')
  process.kill(pid, 'SIGKILL')

  const banner = page.getByRole('alert').filter({ hasText: 'Outage of Telemetry' })
  await expect(banner).toBeVisible({ timeout: seen })
  // What it told before stays on the page with its age, and with the way to ask again.
  await expect(page.getByText(/^Stale: as of/)).toBeVisible({ timeout: seen })
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible()
  // A page that has nothing to show yet says what is missing and what to do.
  const other = await (await browser.newContext({ storageState: await page.context().storageState() })).newPage()
  await other.goto('/ui/incidents/rules')
  await expect(other.getByRole('alert').filter({ hasText: /Outage: .* cannot be shown/ })).toBeVisible({
    timeout: seen,
  })
  await expectAccessible(page)

  await expect(banner).toHaveCount(0, { timeout: done })
  await expect(page.getByText(/^Stale: as of/)).toHaveCount(0, { timeout: seen })
  await expect(other.getByRole('table').getByRole('row').nth(1)).toBeVisible({ timeout: seen })
  await expectNotReloaded(page)
  await expect.poll(() => processNamed('telemetry').restarts).toBe(restarts + 1)
  await page.context().close()
  await other.context().close()
})
