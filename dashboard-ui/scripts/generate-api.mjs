// Writes src/api/generated/<service>.d.ts from the checked-in OpenAPI documents.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
mkdirSync(`${root}src/api/generated`, { recursive: true })
let missing = 0
for (const service of ['telemetry', 'routing', 'gitops', 'identity']) {
  const document = fileURLToPath(new URL(`../../docs/api/${service}.json`, import.meta.url))
  if (!existsSync(document)) {
    console.error(`docs/api/${service}.json is missing`)
    missing++
    continue
  }
  const run = spawnSync('npx', ['openapi-typescript', document, '-o', `src/api/generated/${service}.d.ts`], {
    cwd: root,
    stdio: 'inherit',
  })
  if (run.status !== 0) process.exit(run.status ?? 1)
}
process.exit(missing === 0 ? 0 : 1)
