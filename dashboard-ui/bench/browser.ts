import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test'

/** One page with the two clocks of its main thread: how long its tasks lasted, and how much processor they had. */
export type Measured = { page: Page; context: BrowserContext; wall: CDPSession; cpu: CDPSession }

export async function open(browser: Browser, url: string): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  await page.goto(url)
  const wall = await context.newCDPSession(page)
  await wall.send('Performance.enable', { timeDomain: 'timeTicks' })
  const cpu = await context.newCDPSession(page)
  await cpu.send('Performance.enable', { timeDomain: 'threadTicks' })
  return { page, context, wall, cpu }
}

export async function metrics(session: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics')
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
}

const parts = ['TaskDuration', 'ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'] as const
export type Busy = Record<(typeof parts)[number], number> & { cpu: number }

/** Shares of the time, in percent, that the main thread was at work. */
export async function busy({ page, wall, cpu }: Measured, seconds: number): Promise<Busy> {
  const at = performance.now()
  const [before, cpuBefore] = [await metrics(wall), await metrics(cpu)]
  await page.waitForTimeout(seconds * 1000)
  const [after, cpuAfter] = [await metrics(wall), await metrics(cpu)]
  const span = (performance.now() - at) / 1000
  const share = (name: string, a: Record<string, number>, b: Record<string, number>) =>
    (((b[name] ?? Number.NaN) - (a[name] ?? Number.NaN)) / span) * 100
  return {
    ...(Object.fromEntries(parts.map((name) => [name, share(name, before, after)])) as Busy),
    cpu: share('TaskDuration', cpuBefore, cpuAfter),
  }
}

export type Frames = { p50: number; p95: number; longest: number; dropped: number; count: number }

/** Frame times while something is done, by the page's own animation frames. */
export async function frames(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const window_ = window as unknown as { benchFrames: number[] | null }
    const times: number[] = (window_.benchFrames = [])
    const next = (at: number) => {
      if (window_.benchFrames !== times) return
      times.push(at)
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
  await act()
  const times = await page.evaluate(() => {
    const window_ = window as unknown as { benchFrames: number[] | null }
    const taken = window_.benchFrames ?? []
    window_.benchFrames = null
    return taken
  })
  const spans = times.slice(1).map((at, index) => at - (times[index] ?? at))
  const sorted = spans.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  const slots = spans.map((span) => Math.max(1, Math.round(span / (1000 / 60))))
  const due = slots.reduce((sum, each) => sum + each, 0)
  return {
    p50: at(0.5),
    p95: at(0.95),
    longest: at(1),
    dropped: ((due - spans.length) / due) * 100,
    count: spans.length,
  }
}

/** Turns the wheel for some seconds, sixty times a second, and back where the end is reached. */
export async function turnWheel(page: Page, seconds: number, pixelsPerSecond: number): Promise<void> {
  const end = performance.now() + seconds * 1000
  let direction = 1
  let last = performance.now()
  let turns = 0
  for (let now = last; now < end; now = performance.now()) {
    await page.mouse.wheel(0, (direction * pixelsPerSecond * (now - last)) / 1000)
    last = now
    if (++turns % 240 === 0) direction = -direction
    await page.waitForTimeout(Math.max(1, 1000 / 60 - (performance.now() - now)))
  }
}

export type Heap = {
  /** All of it, with the code that the engine compiles, and compiles better the longer it runs. */
  megabytes: number
  /** What the page itself keeps: objects, functions, arrays, texts. */
  ownMegabytes: number
  nodes: number
  listeners: number
}

type Snapshot = { snapshot: { meta: { node_fields: string[]; node_types: [string[]] } }; nodes: number[] }

const foreign = new Set(['code', 'native', 'hidden', 'synthetic'])

async function ownSize(session: CDPSession): Promise<number> {
  const chunks: string[] = []
  const take = ({ chunk }: { chunk: string }) => chunks.push(chunk)
  session.on('HeapProfiler.addHeapSnapshotChunk', take)
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  session.off('HeapProfiler.addHeapSnapshotChunk', take)
  const { snapshot, nodes } = JSON.parse(chunks.join('')) as Snapshot
  const { node_fields: fields, node_types: types } = snapshot.meta
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')]
  let sum = 0
  for (let at = 0; at < nodes.length; at += fields.length) {
    if (!foreign.has(types[0][nodes[at + type] ?? -1] ?? '')) sum += nodes[at + size] ?? 0
  }
  return sum
}

/** What is left after all garbage is gone. */
export async function heap({ wall }: Measured): Promise<Heap> {
  await wall.send('HeapProfiler.collectGarbage')
  await wall.send('HeapProfiler.collectGarbage')
  const now = await metrics(wall)
  return {
    megabytes: (now.JSHeapUsedSize ?? Number.NaN) / 1_000_000,
    ownMegabytes: (await ownSize(wall)) / 1_000_000,
    nodes: now.Nodes ?? Number.NaN,
    listeners: now.JSEventListeners ?? Number.NaN,
  }
}
