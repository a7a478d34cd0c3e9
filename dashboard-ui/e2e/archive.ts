import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test as base } from '@playwright/test'
import { platformHome } from './stack'

type Header = { name: string; value: string }
type Entry = {
  request: { url: string; headers: Header[]; cookies: unknown[]; postData?: unknown }
  response: { headers: Header[]; cookies: unknown[] }
}

/** Pages that show a secret to its owner, once and on purpose. */
const shown = /\/identity\/security\/(totp|recovery-codes)/

const without = (headers: Header[], names: RegExp) => headers.filter((header) => !names.test(header.name))

/** What people type, and the cookies that prove who they are, are secrets in their right place. */
function redacted(entry: Entry): Entry {
  const request = {
    ...entry.request,
    cookies: [],
    headers: without(entry.request.headers, /^(cookie|authorization)$/i),
  }
  delete request.postData
  return {
    ...entry,
    request,
    response: { ...entry.response, cookies: [], headers: without(entry.response.headers, /^set-cookie$/i) },
  }
}

/** Keeps an HTTP archive of each test below `$SWEN_HOME/archives`, in which `swen verify secrets` looks for secrets. */
export const test = base.extend({
  contextOptions: async ({ contextOptions }, use, info) => {
    const recorded = info.outputPath('recorded.har')
    await use({ ...contextOptions, recordHar: { path: recorded, content: 'embed' } })
    if (!existsSync(recorded)) return
    const archive = JSON.parse(readFileSync(recorded, 'utf8')) as { log: { entries: Entry[] } }
    rmSync(recorded)
    archive.log.entries = archive.log.entries.filter((entry) => !shown.test(entry.request.url)).map(redacted)
    const folder = resolve(platformHome(), 'archives')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(resolve(folder, `${info.testId}.har`), JSON.stringify(archive), { mode: 0o600 })
  },
})
