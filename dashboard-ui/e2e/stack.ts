import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export type Credentials = { username: string; password: string; roles: string[] }

function text(entry: Record<string, unknown>, ...names: string[]): string | null {
  for (const name of names) {
    const value = entry[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return null
}

/** The users that `swen up` made, from `$SWEN_HOME/credentials.json`; a list or a map by name. */
export function users(): Credentials[] {
  const home = process.env.SWEN_HOME ?? resolve(import.meta.dirname, '../../.swen')
  const file = resolve(home, 'credentials.json')
  if (!existsSync(file)) throw new Error(`${file} is missing: start the stack with ./swen up, or set SWEN_HOME`)
  const document = JSON.parse(readFileSync(file, 'utf8')) as { users?: unknown }
  const source: unknown = document.users ?? document
  const entries: [string | null, unknown][] = Array.isArray(source)
    ? source.map((entry: unknown) => [null, entry])
    : Object.entries(source as object)
  return entries.flatMap(([key, value]) => {
    if (typeof value === 'string' && key !== null) return [{ username: key, password: value, roles: [] }]
    if (typeof value !== 'object' || value === null) return []
    const entry = value as Record<string, unknown>
    const username = text(entry, 'username', 'user', 'name', 'login') ?? key
    const password = text(entry, 'password', 'secret')
    if (username === null || password === null) return []
    return [{ username, password, roles: Array.isArray(entry.roles) ? entry.roles.map(String) : [] }]
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

/** Opens a place of the dashboard and logs in on the way, as a person would. */
export async function logIn(page: Page, name: string, place = '/ui/'): Promise<void> {
  const { username, password } = userNamed(name)
  await page.goto(place)
  await page.locator('input[name="username"]').fill(username)
  await page.locator('input[name="password"]').fill(password)
  await page.locator('input[name="password"]').press('Enter')
  await expect(page.getByRole('button', { name: `Account of ${username}` })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByTestId('connection')).toHaveText('Live', { timeout: 30_000 })
}

export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`),
  ).toEqual([])
}
