import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type Page } from '@playwright/test'
import { chromium as installed } from '../playwright.config'
import { busy, frames, heap, open, turnWheel, type Busy, type Frames, type Heap } from './browser'
import { findLighthouse, lighthouse, type Load, type Score } from './lighthouse'
import { BenchServer } from './server'
import { checkEvents, World } from './world'

const rows = 10_000
const updatesPerSecond = 500
/** A hand on a wheel that is in a hurry; a screenful is about 600. */
const pixelsPerSecond = 8_000

const plainTable = `<!doctype html><title>plain table</title><style>td{padding:8px}</style><div id="frame" style="height:90vh;overflow:auto"></div>
<script>
const rows = []
for (let i = 0; i < ${rows}; i++) {
  const cells = []
  for (let c = 0; c < 9; c++) cells.push('<td>row ' + i + ' cell ' + c + '</td>')
  rows.push('<tr>' + cells.join('') + '</tr>')
}
const at = performance.now()
document.getElementById('frame').innerHTML = '<table>' + rows.join('') + '</table>'
document.body.offsetHeight
window.builtIn = performance.now() - at
</script>`

const say = (text: string) => process.stdout.write(`${text}\n`)
const tell = (value: number, digits = 1) => value.toFixed(digits)

function tellFrames(name: string, { p50, p95, longest, dropped, count }: Frames): void {
  say(
    `  ${name.padEnd(34)} p50 ${tell(p50)} ms  p95 ${tell(p95)} ms  longest ${tell(longest, 0)} ms  dropped ${tell(dropped)} %  (${count} frames)`,
  )
}

async function ready(page: Page, path: string): Promise<void> {
  await page.locator('[data-connection="live"]').waitFor()
  const sign = path === '/ui/' ? page.locator('svg.recharts-surface').nth(3) : page.locator('[role="row"]').nth(5)
  await sign.waitFor({ timeout: 30_000 })
}

const wheelOver = async (page: Page) => page.mouse.move(700, 600)

/** Goes down until the list has all its rows, page by page, as somebody would who wants the last one. */
async function loadAll(page: Page): Promise<number> {
  const at = performance.now()
  await page.evaluate(async (wanted) => {
    const frame = document.querySelector('[role="table"]')?.parentElement
    if (!frame) throw new Error('there is no table')
    const loaded = () => Number(document.querySelector('[role="table"]')?.getAttribute('aria-rowcount')) - 1
    const end = Date.now() + 240_000
    while (loaded() < wanted) {
      if (Date.now() > end) throw new Error(`only ${loaded()} rows after four minutes`)
      frame.scrollTop = frame.scrollHeight
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    frame.scrollTop = 0
  }, rows)
  return (performance.now() - at) / 1000
}

async function scrolling(browser: Browser, origin: string, seconds: number): Promise<{ list: Frames; empty: Frames }> {
  say(`\nScrolling ${rows.toLocaleString('en')} rows by wheel, ${pixelsPerSecond.toLocaleString('en')} px a second`)
  const blank = await open(browser, `${origin}/bench/empty`)
  await wheelOver(blank.page)
  const empty = await frames(blank.page, () => turnWheel(blank.page, seconds, pixelsPerSecond))
  tellFrames('empty page (what the machine can)', empty)
  await blank.context.close()

  const plain = await open(browser, `${origin}/bench/table`)
  const built = await plain.page.evaluate(() => (window as unknown as { builtIn: number }).builtIn)
  await wheelOver(plain.page)
  tellFrames(
    'plain table, all rows in the page',
    await frames(plain.page, () => turnWheel(plain.page, seconds, pixelsPerSecond)),
  )
  const plainHeap = await heap(plain)
  say(`  ${''.padEnd(34)} built in ${tell(built, 0)} ms, ${plainHeap.nodes} nodes`)
  await plain.context.close()

  const measured = await open(browser, `${origin}/ui/workloads`)
  await ready(measured.page, '/ui/workloads')
  const took = await loadAll(measured.page)
  await wheelOver(measured.page)
  await measured.page.waitForTimeout(1000)
  const list = await frames(measured.page, () => turnWheel(measured.page, seconds, pixelsPerSecond))
  tellFrames('workloads', list)
  tellFrames(
    'workloads, a screenful a frame',
    await frames(measured.page, () => turnWheel(measured.page, seconds, 36_000)),
  )
  const listHeap = await heap(measured)
  say(`  ${''.padEnd(34)} all pages in ${tell(took)} s, ${listHeap.nodes} nodes, heap ${tell(listHeap.megabytes)} MB`)
  await measured.context.close()
  return { list, empty }
}

/** What the page shows of the world, four times a second: how many are completed, or which workload is the newest. */
async function watch(page: Page, path: string): Promise<void> {
  await page.evaluate((overview) => {
    const window_ = window as unknown as { benchSeen: [number, number][] }
    const seen: [number, number][] = (window_.benchSeen = [])
    setInterval(() => {
      const text = overview
        ? document.querySelector('a[href="/ui/workloads?state=running"]')?.parentElement?.nextElementSibling
            ?.textContent
        : document.querySelector('[role="row"][aria-rowindex="2"] a')?.textContent
      const number = text?.replaceAll(',', '').match(/\d+/g)?.at(-1)
      if (number !== undefined) seen.push([Date.now(), Number(number)])
    }, 250)
  }, path === '/ui/')
}

async function ages(page: Page, path: string, world: World): Promise<number> {
  const seen = await page.evaluate(() => {
    const window_ = window as unknown as { benchSeen: [number, number][] }
    return window_.benchSeen.splice(0)
  })
  const all = seen
    .map(([at, shown]) =>
      path === '/ui/'
        ? world.completed.age(shown - world.completedAtFirst, at)
        : world.submitted.age(shown - rows + 1, at),
    )
    .toSorted((a, b) => a - b)
  return (all[Math.floor(all.length * 0.95)] ?? Number.NaN) / 1000
}

type Loaded = { at0: Busy; at500: Busy; age: number }

async function updating(
  browser: Browser,
  origin: string,
  server: BenchServer,
  world: World,
  seconds: number,
  place: { name: string; path: string; all?: boolean },
): Promise<Loaded> {
  const measured = await open(browser, `${origin}${place.path}`)
  await ready(measured.page, place.path)
  if (place.all === true) await loadAll(measured.page)
  await watch(measured.page, place.path)
  const at = async (rate: number) => {
    server.rate = rate
    await measured.page.waitForTimeout(4000)
    await ages(measured.page, place.path, world)
    const [sent, answered, began] = [server.sent, server.answered, performance.now()]
    const share = await busy(measured, seconds)
    const span = (performance.now() - began) / 1000
    const age = await ages(measured.page, place.path, world)
    say(
      `  ${place.name.padEnd(24)} ${tell((server.sent - sent) / span, 0).padStart(4)} updates/s  busy ${tell(share.TaskDuration)} % (script ${tell(share.ScriptDuration)}, style ${tell(share.RecalcStyleDuration)}, layout ${tell(share.LayoutDuration)}; processor ${tell(share.cpu)})  ${tell((server.answered - answered) / span)} calls/s  shown ≤ ${tell(age)} s late (p95)`,
    )
    return { share, age }
  }
  try {
    const quiet = await at(0)
    const loud = await at(updatesPerSecond)
    return { at0: quiet.share, at500: loud.share, age: loud.age }
  } finally {
    server.rate = 0
    await measured.context.close()
  }
}

type Growth = { all: number; own: number; nodes: number; listeners: number }

const tour = ['Workloads', 'Changes', 'Costs', 'Incidents', 'Prices', 'Overview']

async function growing(browser: Browser, origin: string, server: BenchServer, seconds: number): Promise<Growth> {
  const updates = seconds * updatesPerSecond
  say(
    `\nMemory, ${updates.toLocaleString('en')} updates in ${seconds} s (an hour at ${tell(updates / 3600, 0)} a second), going through ${tour.length} pages meanwhile`,
  )
  const measured = await open(browser, `${origin}/ui/`)
  await ready(measured.page, '/ui/')
  const nav = measured.page.getByRole('navigation', { name: 'Main' })
  const goTo = async (name: string) => nav.getByRole('link', { name: new RegExp(`^${name}`) }).click()
  const samples: Heap[] = []
  server.rate = updatesPerSecond
  const began = performance.now()
  try {
    while (performance.now() - began < seconds * 1000) {
      for (const name of tour) {
        await goTo(name)
        await measured.page.waitForTimeout(1500)
      }
      await ready(measured.page, '/ui/')
      await measured.page.waitForTimeout(1000)
      const now = await heap(measured)
      samples.push(now)
      say(
        `  ${tell((performance.now() - began) / 1000, 0).padStart(5)} s  heap ${tell(now.megabytes)} MB, of that the page's own ${tell(now.ownMegabytes, 2)} MB  ${now.nodes} nodes  ${now.listeners} listeners`,
      )
    }
  } finally {
    server.rate = 0
  }
  await measured.context.close()
  return growthOf(samples)
}

const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length

/** Of the last third over the second one, in percent: the first third fills what is kept on purpose. */
function growthOf(samples: readonly Heap[]): Growth {
  const third = Math.floor(samples.length / 3)
  if (third === 0) throw new Error(`${samples.length} samples are too few: measure for longer`)
  const over = (value: (sample: Heap) => number) =>
    (mean(samples.slice(-third).map(value)) / mean(samples.slice(third, 2 * third).map(value)) - 1) * 100
  const result = {
    all: over((each) => each.megabytes),
    own: over((each) => each.ownMegabytes),
    nodes: over((each) => each.nodes),
    listeners: over((each) => each.listeners),
  }
  say(
    `  last third over the second: heap ${tell(result.all)} %, the page's own ${tell(result.own)} %, nodes ${tell(result.nodes)} %, listeners ${tell(result.listeners)} %`,
  )
  return result
}

function firstLoad(root: string): number {
  const report = execFileSync(process.execPath, [join(root, 'scripts/check-size.mjs')], { encoding: 'utf8' })
  const found = /first_load_kb=([\d.]+)/.exec(report)
  if (found === null) throw new Error('scripts/check-size.mjs printed no first_load_kb')
  return Number(found[1])
}

/** A slow phone's way to the page: a quarter of this processor, 1.6 Mbit/s, 150 ms. */
async function opening(browser: Browser, origin: string, path: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 200_000,
    uploadThroughput: 94_000,
  })
  await page.addInitScript(() => {
    const window_ = window as unknown as { benchPaint: Record<string, number> }
    const told: Record<string, number> = (window_.benchPaint = { fcp: 0, lcp: 0, tbt: 0, cls: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntriesByName('first-contentful-paint')) told.fcp = entry.startTime
    }).observe({ type: 'paint', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) told.lcp = entry.startTime
    }).observe({ type: 'largest-contentful-paint', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) told.tbt = (told.tbt ?? 0) + Math.max(0, entry.duration - 50)
    }).observe({ type: 'longtask', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as unknown as { value: number; hadRecentInput: boolean }
        if (!shift.hadRecentInput) told.cls = (told.cls ?? 0) + shift.value
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(`${origin}${path}`)
  await ready(page, path)
  await page.waitForTimeout(3000)
  const paint = await page.evaluate(() => (window as unknown as { benchPaint: Record<string, number> }).benchPaint)
  say(
    `  ${path.padEnd(24)} first paint ${tell(paint.fcp ?? 0, 0)} ms, largest ${tell(paint.lcp ?? 0, 0)} ms, blocked ${tell(paint.tbt ?? 0, 0)} ms, layout shift ${tell(paint.cls ?? 0, 3)}`,
  )
  await context.close()
}

const lowest = (scores: readonly Score[], value: (score: Score) => number) =>
  scores.length === 0 ? 'none' : String(Math.min(...scores.map(value)))

async function lit(root: string, origin: string, load: Load): Promise<Score[] | null> {
  const folder = findLighthouse(root)
  if (folder === null) {
    say('\nLighthouse is not installed; with its package folder in $SWEN_LIGHTHOUSE its scores are taken as well.')
    return null
  }
  say('\nLighthouse')
  const scores = await lighthouse(
    folder,
    load,
    installed.launchOptions,
    ['/ui/signed-out', '/ui/', '/ui/workloads'],
    origin,
  )
  for (const score of scores) {
    say(
      `  ${score.page.padEnd(16)} ${score.form.padEnd(8)} performance ${score.performance}, accessibility ${score.accessibility}  (first paint ${tell(score.fcp, 0)} ms, largest ${tell(score.lcp, 0)} ms, blocked ${tell(score.tbt, 0)} ms, shift ${tell(score.cls, 3)})${score.failed.length > 0 ? `  failed: ${score.failed.join(', ')}` : ''}`,
    )
  }
  return scores
}

const parts = ['frames', 'busy', 'memory', 'load', 'lighthouse'] as const

/** Measures the built dashboard; the exit code. */
export async function bench(args: string[], root: string, load: Load): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      built: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: parts.join() },
      'memory-seconds': { type: 'string' },
    },
  })
  const only = values.only.split(',')
  const unknown = only.filter((each) => !parts.some((part) => part === each))
  if (unknown.length > 0) {
    say(`--only: ${unknown.join()} is none of ${parts.join()}`)
    return 2
  }
  const seconds = values.quick ? 5 : 15
  const memorySeconds = Number(values['memory-seconds'] ?? (values.quick ? 60 : 240))
  const world = new World(rows)
  const server = new BenchServer(join(root, 'dist'), world, {
    '/bench/empty': '<!doctype html><title>empty</title>',
    '/bench/table': plainTable,
  })
  const origin = await server.listen()
  const browser = await chromium.launch(installed.launchOptions)
  say(
    `${browser.browserType().name()} ${browser.version()}, no graphics processor; the documents behind the page and the updates are generated`,
  )
  try {
    // A world of its own, so that the one that is shown begins where it says it does.
    const trial = new World(10)
    checkEvents(
      Array.from({ length: 5000 }, () => trial.next()),
      join(root, '../docs/events'),
    )
    const summary: string[] = []
    const has = (part: (typeof parts)[number]) => only.includes(part)
    if (has('busy')) {
      say(`\nMain thread while nothing and while ${updatesPerSecond} updates a second come in`)
      const run = (place: { name: string; path: string; all?: boolean }) =>
        updating(browser, origin, server, world, seconds, place)
      const loads = [
        await run({ name: 'overview', path: '/ui/' }),
        await run({ name: 'workloads', path: '/ui/workloads' }),
        await run({ name: 'workloads, all 10,000', path: '/ui/workloads', all: true }),
      ]
      const worst = (value: (load: Loaded) => number) => tell(Math.max(...loads.map(value)))
      summary.push(
        `busy_percent_at_500=${worst((load) => load.at500.TaskDuration)}`,
        `processor_percent_at_500=${worst((load) => load.at500.cpu)}`,
        `busy_percent_at_0=${worst((load) => load.at0.TaskDuration)}`,
        `shown_late_p95_s=${worst((load) => load.age)}`,
      )
    }
    if (has('frames')) {
      const { list, empty } = await scrolling(browser, origin, seconds)
      summary.push(
        `frames_p50_ms=${tell(list.p50)}`,
        `frames_p95_ms=${tell(list.p95)}`,
        `frames_dropped_percent=${tell(list.dropped)}`,
        `empty_page_p95_ms=${tell(empty.p95)}`,
      )
    }
    if (has('memory')) {
      const { all, own, nodes, listeners } = await growing(browser, origin, server, memorySeconds)
      summary.push(
        `heap_growth_percent=${tell(own)}`,
        `heap_with_code_growth_percent=${tell(all)}`,
        `node_growth_percent=${tell(nodes)}`,
        `listener_growth_percent=${tell(listeners)}`,
      )
    }
    if (has('load')) {
      say('\nOpening on a quarter of this processor over 1.6 Mbit/s and 150 ms')
      await opening(browser, origin, '/ui/')
      await opening(browser, origin, '/ui/workloads')
      summary.push(`first_load_kb=${tell(firstLoad(root))}`)
    }
    if (has('lighthouse')) {
      const scores = await lit(root, origin, load)
      const desktop = scores?.filter((score) => score.form === 'desktop') ?? []
      const mobile = scores?.filter((score) => score.form === 'mobile') ?? []
      summary.push(
        `lighthouse_performance=${lowest(desktop, (score) => score.performance)}`,
        `lighthouse_performance_mobile=${lowest(mobile, (score) => score.performance)}`,
        `lighthouse_accessibility=${lowest(scores ?? [], (score) => score.accessibility)}`,
      )
    }
    say(`\ndashboard ${summary.join(' ')}`)
    return 0
  } finally {
    await browser.close()
    server.close()
  }
}
