import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const gateway = process.env.SWEN_URL ?? 'http://localhost:8080'

/** What the gateway answers itself; everything else under /ui/ comes from the development server. */
const proxied = [
  '/api',
  '/graphql',
  '/session',
  '/identity',
  '/oauth2',
  '/login',
  '/logout',
  '/health',
  '/telemetry',
  '/workloads',
  '/workload',
  '/pending',
]

export default defineConfig({
  base: '/ui/',
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2023',
    manifest: true,
    // A data: URL would need a looser content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      // changeOrigin stays off: the gateway has to see the browser's own origin, or its same-origin checks would fail.
      ...Object.fromEntries(proxied.map((path) => [path, { target: gateway, xfwd: true }])),
      '/ws': { target: gateway, ws: true, xfwd: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
    env: { TZ: 'UTC' },
  },
})
