import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type BrowserContext, type Page } from '@playwright/test'

export type Credentials = { username: string; password: string; roles: string[]; totpSecret: string | null }

function text(entry: Record<string, unknown>, ...names: string[]): string | null {
  for (const name of names) {
    const value = entry[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return null
}

/** Where `swen up` keeps everything. */
export function platformHome(): string {
  return resolve(process.env.SWEN_HOME ?? resolve(import.meta.dirname, '../../.swen'))
}

/** Where `swen up` keeps the accounts. */
export function credentialsFile(): string {
  return resolve(platformHome(), 'credentials.json')
}

/** The users that `swen up` made, from `$SWEN_HOME/credentials.json`; a list or a map by name. */
export function users(): Credentials[] {
  const file = credentialsFile()
  if (!existsSync(file)) throw new Error(`${file} is missing: start the stack with ./swen up, or set SWEN_HOME`)
  const document = JSON.parse(readFileSync(file, 'utf8')) as { users?: unknown }
  const source: unknown = document.users ?? document
  const entries: [string | null, unknown][] = Array.isArray(source)
    ? source.map((entry: unknown) => [null, entry])
    : Object.entries(source as object)
  return entries.flatMap(([key, value]) => {
    if (typeof value === 'string' && key !== null)
      return [{ username: key, password: value, roles: [], totpSecret: null }]
    if (typeof value !== 'object' || value === null) return []
    const entry = value as Record<string, unknown>
    const username = text(entry, 'username', 'user', 'name', 'login') ?? key
    const password = text(entry, 'password', 'secret')
    if (username === null || password === null) return []
    const roles = Array.isArray(entry.roles) ? entry.roles.map(String) : []
    return [{ username, password, roles, totpSecret: text(entry, 'totp_secret') }]
  })
}

export function userNamed(name: string): Credentials {
  const found = users().find((user) => user.username === name)
  if (found === undefined)
    throw new Error(
      `credentials.json has no ${name}, only ${users()
        .map((user) => user.username)
        .join(', ')}`,
    )
  return found
}

const period = 30_000

function decoded(base32: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = Array.from(base32, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** The code of RFC 6238 for a step of 30 seconds. */
export function totp(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', decoded(secret)).update(counter).digest()
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 0xf) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

const lastStep = new Map<string, number>()

/**
 * A code that was not given out before. The issuer takes each once, and those of the next 30 seconds already: the third one
 * within a moment has to be waited for, as by a person.
 */
export async function nextCode(secret: string): Promise<string> {
  const step = Math.max(Math.floor(Date.now() / period), (lastStep.get(secret) ?? 0) + 1)
  await expect.poll(() => Math.floor(Date.now() / period) + 1, { timeout: 2 * period }).toBeGreaterThanOrEqual(step)
  lastStep.set(secret, step)
  return totp(secret, step)
}

/** Answers the second step of the login; another program may have used the same code just now. */
export async function enterCode(page: Page, secret: string): Promise<void> {
  const replayed = page.getByText('That code was used already')
  do {
    await page.locator('input[name="code"]').fill(await nextCode(secret))
    const answered = page.waitForEvent('framenavigated', { timeout: 30_000 })
    await page.locator('input[name="code"]').press('Enter')
    await answered
    await page.waitForLoadState('domcontentloaded')
  } while (await replayed.isVisible())
}

/** Fills in the login page, and the page of the second step where it follows. */
export async function signIn(page: Page, { username, password, totpSecret }: Credentials): Promise<void> {
  await page.locator('input[name="username"]').fill(username)
  await page.locator('input[name="password"]').fill(password)
  await page.locator('input[name="password"]').press('Enter')
  await page.waitForURL((url) => !url.pathname.endsWith('/identity/login'), { timeout: 30_000 })
  if (totpSecret !== null && new URL(page.url()).pathname.endsWith('/login/factor')) await enterCode(page, totpSecret)
}

type Login = { cookies: Awaited<ReturnType<BrowserContext['cookies']>>; at: number }

/** A second factor counts for five minutes where a fresh one is asked for: what a test does with a login has to fit in the rest. */
const usedAgainFor = 3 * 60_000
const logins = new Map<string, Login>()

/**
 * Opens a place of the dashboard as somebody. The login is used again in later tests: each needs a code of its own, and there is
 * one in 30 seconds.
 */
export async function logIn(page: Page, name: string, place = '/ui/'): Promise<void> {
  const known = logins.get(name)
  const isKnown = known !== undefined && Date.now() - known.at < usedAgainFor
  if (isKnown) await page.context().addCookies(known.cookies)
  await page.goto(place)
  const account = page.getByRole('button', { name: `Account of ${name}` })
  if (isKnown) await expect(account.or(page.locator('input[name="username"]'))).toBeVisible({ timeout: 30_000 })
  if (!isKnown || !(await account.isVisible())) {
    await signIn(page, userNamed(name))
    await expect(account).toBeVisible({ timeout: 30_000 })
    logins.set(name, { cookies: await page.context().cookies(), at: Date.now() })
  }
  await expect(page.getByTestId('connection')).toHaveText('Live', { timeout: 30_000 })
}

/** The same with a login of its own, which may be ended. */
export async function logInAnew(page: Page, name: string, place: string): Promise<void> {
  logins.delete(name)
  await logIn(page, name, place)
  logins.delete(name)
}

/** The rows of a table that tell of something. */
export const rowOf = (page: Page, table: string, name: string) =>
  page
    .getByRole('region', { name: `${table}, table` })
    .getByRole('row')
    .filter({ hasText: name })

export async function expectAccessible(page: Page): Promise<void> {
  // No page here embeds one of another origin, so that axe need not put its findings together in a page of its own.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(
    violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`),
  ).toEqual([])
}
