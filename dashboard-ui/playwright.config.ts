import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const debian = '/usr/bin/chromium'
export const chromium = {
  browserName: 'chromium' as const,
  launchOptions: {
    // Debian's own browser where it is installed; else the one that Playwright brings.
    ...(existsSync(debian) ? { executablePath: debian } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
}

/** The real running stack: nothing is faked here. */
export default defineConfig({
  testDir: 'e2e',
  testIgnore: 'dev/**',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.SWEN_E2E_REPORT ?? 'test-results/e2e.json' }]],
  use: {
    ...chromium,
    baseURL: process.env.SWEN_URL ?? 'http://localhost:8080',
    locale: 'en-GB',
    // Recording takes a third of a test's time: what failed is recorded when it is tried again.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
  },
})
