import { defineConfig } from '@playwright/test'
import { chromium } from '../../playwright.config'

const port = Number(process.env.DEV_PORT ?? 41735)

/** For the development of the pages only: a built dashboard with made-up answers, screenshots and accessibility checks. */
export default defineConfig({
  testDir: '.',
  workers: 1,
  timeout: 60_000,
  reporter: [['list']],
  outputDir: '../../test-results/dev',
  use: { ...chromium, baseURL: `http://localhost:${port}`, timezoneId: 'Europe/Berlin', locale: 'en-GB' },
  webServer: {
    command: `npx vite preview --port ${port} --strictPort`,
    cwd: '../..',
    url: `http://localhost:${port}/ui/`,
    reuseExistingServer: false,
  },
})
