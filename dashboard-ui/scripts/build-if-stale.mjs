// What Maven calls: installs packages only when the lock file asks for it, and builds only when a source is newer than dist/.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

function modified(path) {
  return existsSync(`${root}${path}`) ? statSync(`${root}${path}`).mtimeMs : 0
}

function newest(path) {
  if (!existsSync(`${root}${path}`)) return 0
  if (!statSync(`${root}${path}`).isDirectory()) return modified(path)
  // The folder itself counts too: deleting a file changes only the folder.
  return Math.max(modified(path), ...readdirSync(`${root}${path}`).map((name) => newest(`${path}/${name}`)))
}

function run(...args) {
  const { status, error } = spawnSync(npm, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (error) {
    console.error(
      `npm could not be started (${error.message}): install Node.js 20.19 or newer, or build without the dashboard.`,
    )
    process.exit(1)
  }
  if (status !== 0) process.exit(status ?? 1)
}

if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  console.log('dashboard-ui: installing packages (npm ci)')
  run('ci', '--no-audit', '--no-fund')
}

const sources = [
  'src',
  'public',
  'index.html',
  'package-lock.json',
  'package.json',
  'vite.config.ts',
  'tsconfig.json',
  'scripts/check-size.mjs',
]
if (modified('dist/.vite/manifest.json') > Math.max(...sources.map(newest))) {
  console.log('dashboard-ui: dist/ is newer than its sources, nothing to build')
} else {
  console.log('dashboard-ui: building')
  run('run', '--silent', 'build')
}
