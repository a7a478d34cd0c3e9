// Writes src/api/generated/<service>.d.ts from the checked-in OpenAPI documents; with --check it only tells what is out of date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const check = process.argv.includes('--check')
const generated = new URL('../src/api/generated/', import.meta.url)
const documents = new URL('../../docs/api/', import.meta.url)

let faults = 0
function fault(message) {
  console.error(message)
  faults++
}

mkdirSync(generated, { recursive: true })
for (const service of ['telemetry', 'routing', 'gitops', 'identity', 'gateway']) {
  const document = new URL(`${service}.json`, documents)
  if (!existsSync(document)) {
    fault(`docs/api/${service}.json is missing`)
    continue
  }
  const tree = await openapiTS(JSON.parse(readFileSync(document, 'utf8')), {
    // A field with a default may be left out of a request; a response names its fields in `required`.
    defaultNonNullable: false,
  })
  const text = `// Generated from docs/api/${service}.json by "npm run generate:api": not for editing by hand.\n\n${astToString(tree)}`
  const target = new URL(`${service}.d.ts`, generated)
  if (!check) writeFileSync(target, text)
  else if (!existsSync(target) || readFileSync(target, 'utf8') !== text)
    fault(`src/api/generated/${service}.d.ts does not match docs/api/${service}.json: run "npm run generate:api"`)
}
process.exit(faults === 0 ? 0 : 1)
