import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { expectAccessible } from './stack'

const looks = resolve(import.meta.dirname, '../test-results/looks')
const images = resolve(import.meta.dirname, '../../docs/images')
/** Only who asks for it gets new pictures: a test run leaves the working tree as it is. */
export const forDocs = process.env.SWEN_DOCS_IMAGES === 'true'

type Language = 'en' | 'zh'
type Theme = 'light' | 'dark'

/** Opens the page again as somebody sees it who chose this language and theme. */
async function as(page: Page, language: Language, theme: Theme, width: number, address?: string): Promise<void> {
  await page.setViewportSize({ width, height: 900 })
  await page.evaluate(
    ([tongue, look]) => {
      localStorage.setItem('swen.language', tongue)
      localStorage.setItem('swen.theme', look)
      localStorage.setItem('swen.motion', 'reduced')
    },
    [language, theme] as const,
  )
  if (address === undefined) await page.reload()
  else await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 30_000 })
  await expect(page.locator('html')).toHaveAttribute('lang', language === 'en' ? 'en-GB' : 'zh-CN')
}

async function settled(page: Page): Promise<void> {
  await expect(page.locator('main .skeleton:not([data-example] *)')).toHaveCount(0, { timeout: 30_000 })
  await page.evaluate(() => document.fonts.ready)
  // A chart is measured once it is laid out, which is a frame later.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** What a desk has no room for: lists whose last column is cut. */
async function cut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main [role="region"]')]
      .filter((region) => region.scrollWidth > region.clientWidth + 1)
      .map((region) => region.getAttribute('aria-label') ?? ''),
  )
}

/** English words that a Chinese page still shows, outside of what is marked English, code, data and names. */
async function untranslated(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const left: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? ''
      const parent = node.parentElement
      if (parent === null || !/[A-Za-z]{3,} [a-z]{2,}/.test(text)) continue
      if (parent.closest('[lang="en"], code, pre, kbd, option, script, style, noscript, textarea, [data-raw]')) continue
      if (parent.checkVisibility()) left.push(text.slice(0, 80))
    }
    return left
  })
}

async function expectWhole(page: Page, name: string, language: Language, width: number): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow, `${name} scrolls sideways at ${width}`).toBeLessThanOrEqual(0)
  if (width === 1440) expect(await cut(page), `${name} has lists that are cut`).toEqual([])
  if (language === 'zh') expect(await untranslated(page), `${name} has English in Chinese`).toEqual([])
  await expectAccessible(page)
}

/** Looks at every page in all themes, languages and widths, not only in two that differ in all of them. */
export const thorough = process.env.SWEN_LOOK === 'all'

/** The last one is how a test goes on. */
const views = [
  ['en', 'dark', 1440],
  ['zh', 'light', 1440],
  ['en', 'light', 360],
  ['zh', 'dark', 360],
  ['en', 'light', 1440],
] as const

/**
 * Looks at the page that is open, in both themes and languages, on a desk and on a phone: no sideways scrolling, nothing
 * that axe objects to, nothing untranslated. Keeps screenshots; the light English one of a desk goes into the docs
 * with SWEN_DOCS_IMAGES=true.
 */
export async function look(page: Page, name: string, { docs = true }: { docs?: boolean } = {}): Promise<void> {
  mkdirSync(looks, { recursive: true })
  for (const [language, theme, width] of thorough ? views : views.slice(-2)) {
    await as(page, language, theme, width)
    await settled(page)
    const path = `${looks}/${name}-${language}-${theme}-${width}.png`
    await page.screenshot({ path, fullPage: true })
    if (forDocs && docs && language === 'en' && theme === 'light' && width === 1440)
      await page.screenshot({ path: `${images}/${name}.png` })
    await expectWhole(page, name, language, width)
  }
}

const variants = [
  ['en', 'light', 1440],
  ['zh', 'dark', 360],
  ['en', 'dark', 360],
  ['zh', 'light', 1440],
] as const

/**
 * A quick look in one of the variants, another one for each number: so that many pages together are seen in all of them. The
 * first is the one of the docs.
 */
export async function glance(page: Page, address: string, name: string, number: number, docs = false): Promise<void> {
  const [language, theme, width] = variants[number % variants.length] ?? variants[0]
  await expect(async () => {
    await as(page, language, theme, width, address)
    // Right after a login the place that was asked for first may still be on its way.
    expect(new URL(page.url()).pathname).toBe(new URL(address, page.url()).pathname)
  }).toPass({ timeout: 60_000 })
  await settled(page)
  mkdirSync(looks, { recursive: true })
  await page.screenshot({ path: `${looks}/${name}-${language}-${theme}-${width}.png`, fullPage: true })
  if (forDocs && docs && number === 0) await page.screenshot({ path: `${images}/${name}.png` })
  await expectWhole(page, name, language, width)
}
