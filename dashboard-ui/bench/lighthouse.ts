import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type LaunchOptions } from '@playwright/test'

type Result = {
  lhr: {
    categories: Record<string, { score: number | null } | undefined>
    audits: Record<string, { score: number | null; scoreDisplayMode: string; title: string; numericValue?: number }>
  }
}
type Lighthouse = (url: string, flags: Record<string, unknown>, config?: unknown) => Promise<Result | undefined>

/** Fetches a module by its address. */
export type Load = (url: string) => Promise<{ default: unknown }>

export type Score = {
  page: string
  form: 'desktop' | 'mobile'
  performance: number
  accessibility: number
  fcp: number
  lcp: number
  tbt: number
  cls: number
  failed: string[]
}

/** The folder of the tool, which the project does not depend on: $SWEN_LIGHTHOUSE, or beside the other packages. */
export function findLighthouse(root: string): string | null {
  const places = [process.env.SWEN_LIGHTHOUSE, join(root, 'node_modules/lighthouse')]
  return places.find((each) => each !== undefined && existsSync(join(each, 'core/index.js'))) ?? null
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Single runs differ by ten points and more where the processor is shared; the one in the middle by performance counts. */
const runs = 3

function scored(page: string, form: Score['form'], { lhr: { categories, audits } }: Result): Score {
  const score = (name: string) => Math.round((categories[name]?.score ?? Number.NaN) * 100)
  const value = (name: string) => audits[name]?.numericValue ?? Number.NaN
  return {
    page,
    form,
    performance: score('performance'),
    accessibility: score('accessibility'),
    fcp: value('first-contentful-paint'),
    lcp: value('largest-contentful-paint'),
    tbt: value('total-blocking-time'),
    cls: value('cumulative-layout-shift'),
    failed: Object.entries(audits)
      .filter(([, audit]) => audit.scoreDisplayMode === 'binary' && audit.score === 0)
      .map(([id]) => id),
  }
}

export async function lighthouse(
  folder: string,
  load: Load,
  launch: LaunchOptions,
  pages: readonly string[],
  origin: string,
): Promise<Score[]> {
  const part = async (file: string) => (await load(pathToFileURL(join(folder, file)).href)).default
  const run = (await part('core/index.js')) as Lighthouse
  const desktop = await part('core/config/desktop-config.js')
  const port = await freePort()
  const browser = await chromium.launch({
    ...launch,
    args: [...(launch.args ?? []), `--remote-debugging-port=${port}`],
  })
  const scores: Score[] = []
  try {
    for (const page of pages) {
      for (const form of ['desktop', 'mobile'] as const) {
        const several: Score[] = []
        for (let i = 0; i < runs; i++) {
          const result = await run(
            `${origin}${page}`,
            { port, output: 'json', logLevel: 'error', onlyCategories: ['performance', 'accessibility'] },
            form === 'desktop' ? desktop : undefined,
          )
          if (result === undefined) throw new Error(`Lighthouse gave no result for ${page}`)
          several.push(scored(page, form, result))
        }
        several.sort((a, b) => a.performance - b.performance)
        const middle = several[Math.floor(runs / 2)]
        if (middle !== undefined)
          scores.push({
            ...middle,
            // These do not depend on what else the processor does: what one run found is wrong.
            accessibility: Math.min(...several.map((each) => each.accessibility)),
            failed: [...new Set(several.flatMap((each) => each.failed))],
          })
      }
    }
  } finally {
    await browser.close()
  }
  return scores
}
