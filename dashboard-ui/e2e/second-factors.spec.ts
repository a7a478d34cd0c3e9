import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { expect, type CDPSession, type Page } from '@playwright/test'
import { test } from './archive'
import { credentialsFile, enterCode, expectAccessible, nextCode, signIn, userNamed } from './stack'

test.describe.configure({ mode: 'serial' })

/** An authenticator with a verified holder, as a phone or a laptop has one. */
async function addAuthenticator(page: Page): Promise<CDPSession> {
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return client
}

/** The file is this test's authenticator app: what it sets up anew has to be kept for whoever signs in afterwards. */
function keepSecret(name: string, secret: string): void {
  const document = JSON.parse(readFileSync(credentialsFile(), 'utf8')) as {
    users: { username: string; totp_secret?: string }[]
  }
  for (const user of document.users) if (user.username === name) user.totp_secret = secret
  writeFileSync(`${credentialsFile()}.part`, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${credentialsFile()}.part`, credentialsFile())
}

/** Without its session the open dashboard goes to the login by itself, which may cut this navigation off. */
async function startAgain(page: Page): Promise<void> {
  await page.context().clearCookies()
  await expect(async () => {
    await page.goto('/ui/')
  }).toPass({ timeout: 30_000 })
}

test('passkey, authenticator app and recovery codes, from enrolment to a login with each', async ({ page }) => {
  test.setTimeout(6 * 60_000)
  const name = 'approver2'
  const user = userNamed(name)
  await addAuthenticator(page)

  // The page of one's own factors is behind the password and a code.
  await page.goto('/identity/security')
  await expectAccessible(page)
  await page.locator('input[name="username"]').fill(name)
  await page.locator('input[name="password"]').fill(user.password)
  await page.locator('input[name="password"]').press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Confirm it is you')
  await expectAccessible(page)
  await enterCode(page, user.totpSecret ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your sign-in')
  await expectAccessible(page)

  // A passkey is enrolled.
  await page.getByRole('link', { name: 'Add a passkey' }).click()
  await expectAccessible(page)
  await page.getByLabel('Name of this passkey').fill('Browser test')
  await page.getByRole('button', { name: 'Add passkey' }).click()
  await expect(page.getByRole('status')).toHaveText('The passkey is set up.')
  await expect(page.getByText('Browser test').first()).toBeVisible()

  // The authenticator app is removed, which the passkey allows, and set up anew.
  await page.getByRole('button', { name: 'Remove the authenticator app' }).click()
  await expect(page.getByRole('status')).toHaveText('The factor is removed.')
  await page.getByRole('link', { name: 'Add an authenticator app' }).click()
  await expect(page.getByRole('img', { name: 'QR code of the key below' })).toBeVisible()
  await expectAccessible(page)
  const secret = ((await page.getByTestId('totp-secret').textContent()) ?? '').replaceAll(' ', '')
  keepSecret(name, secret)
  await page.getByLabel('Code that the app shows now').fill('000000')
  await page.getByRole('button', { name: 'Set up' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible()
  await page.getByLabel('Code that the app shows now').fill(await nextCode(secret))
  await page.getByRole('button', { name: 'Set up' }).click()

  // Recovery codes: shown now, after the first set-up or on demand.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Recovery codes|Your sign-in/)
  if ((await page.getByRole('heading', { level: 1 }).textContent()) === 'Your sign-in')
    await page.getByRole('button', { name: 'Make new recovery codes' }).click()
  await expect(page.getByTestId('recovery-codes').getByRole('listitem')).toHaveCount(10)
  await expectAccessible(page)
  const recovery = await page.getByTestId('recovery-codes').getByRole('listitem').allTextContents()

  // Step-up: the login lives, and a client wants the second factor again. The browser goes back where it was.
  await page.goto('/ui/')
  await expect(page.getByRole('button', { name: `Account of ${name}` })).toBeVisible({ timeout: 30_000 })
  await page.goto('/oauth2/authorization/swen?step_up=true&return_to=/ui/changes')
  // The gateway asks for one of the last five minutes, which is there: nothing is asked.
  await expect(page).toHaveURL(/\/ui\/changes$/, { timeout: 30_000 })

  // With the passkey alone.
  await startAgain(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('button', { name: `Account of ${name}` })).toBeVisible({ timeout: 30_000 })

  // With the password and the passkey as the second step.
  await startAgain(page)
  await page.locator('input[name="username"]').fill(name)
  await page.locator('input[name="password"]').fill(user.password)
  await page.locator('input[name="password"]').press('Enter')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(page.getByRole('button', { name: `Account of ${name}` })).toBeVisible({ timeout: 30_000 })

  // With a recovery code, once.
  const recoveryCode = recovery[0] ?? ''
  await startAgain(page)
  await page.locator('input[name="username"]').fill(name)
  await page.locator('input[name="password"]').fill(user.password)
  await page.locator('input[name="password"]').press('Enter')
  await page.locator('input[name="code"]').fill(recoveryCode)
  await page.locator('input[name="code"]').press('Enter')
  await expect(page.getByRole('button', { name: `Account of ${name}` })).toBeVisible({ timeout: 30_000 })

  await startAgain(page)
  await page.locator('input[name="username"]').fill(name)
  await page.locator('input[name="password"]').fill(user.password)
  await page.locator('input[name="password"]').press('Enter')
  await page.locator('input[name="code"]').fill(recoveryCode)
  await page.locator('input[name="code"]').press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'used already' })).toBeVisible()

  // The app that was set up anew ends it, and the passkey is removed again.
  await enterCode(page, secret)
  await expect(page.getByRole('button', { name: `Account of ${name}` })).toBeVisible({ timeout: 30_000 })
  await page.goto('/identity/security')
  await page.getByRole('button', { name: 'Remove Browser test' }).click()
  await expect(page.getByRole('status')).toHaveText('The factor is removed.')
})

test('a second factor that is too old is asked for again while the login lives', async ({ page }) => {
  test.setTimeout(3 * 60_000)
  const user = userNamed('approver2')
  await page.goto('/ui/')
  await signIn(page, user)
  await expect(page.getByRole('button', { name: 'Account of approver2' })).toBeVisible({ timeout: 30_000 })

  // The command line's client demands one of this very moment; the password is not asked for.
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'swen-cli',
    redirect_uri: 'http://127.0.0.1:53682/callback',
    scope: 'openid',
    state: 'step-up',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    acr_values: 'urn:swen:acr:mfa',
    max_age: '0',
  })
  await page.goto(`/identity/oauth2/authorize?${query.toString()}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Confirm it is you')
  await expect(page.locator('input[name="password"]')).toHaveCount(0)
  const called = page.waitForRequest(/127\.0\.0\.1:53682\/callback\?/, { timeout: 60_000 })
  await page.locator('input[name="code"]').fill(await nextCode(user.totpSecret ?? ''))
  await page.locator('input[name="code"]').press('Enter')

  expect(new URL((await called).url()).searchParams.get('code')).toBeTruthy()
})
