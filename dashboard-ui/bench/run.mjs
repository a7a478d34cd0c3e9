// npm run bench: builds the dashboard for production and measures it in a real browser (see README.md, Speed).
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
if (!process.argv.includes('--built')) {
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  })
}
const { module } = await runnerImport(fileURLToPath(new URL('./bench.ts', import.meta.url)), {
  root,
  configFile: false,
})
// What the project does not depend on is fetched by Node itself; the module above is taken apart once it has been read.
process.exit(await module.bench(process.argv.slice(2), root, (url) => import(url)))
