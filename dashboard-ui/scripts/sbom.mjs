// Lists every npm package of the lock file, those that only build included, as a CycloneDX document beside the classes.
// Left out are the optional ones: binaries of other packages for one platform each, of the same version as those.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}target/classes/META-INF/sbom`
const windows = process.platform === 'win32'

const { status, error, stdout, stderr } = spawnSync(
  windows ? 'npm.cmd' : 'npm',
  ['sbom', '--package-lock-only', '--omit=optional', '--sbom-format=cyclonedx', '--sbom-type=application'],
  { cwd: root, encoding: 'utf8', shell: windows, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 },
)
if (error || status !== 0) {
  console.error(`npm sbom failed: ${error?.message ?? stderr}`)
  process.exit(1)
}

const { name, version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const bill = JSON.parse(stdout)
// The same commit has to give the same bytes: no random number, no time, no name of the folder, no address of a registry.
delete bill.serialNumber
delete bill.metadata.timestamp
bill.metadata.component.name = name
bill.metadata.component.version = version
for (const component of bill.components) {
  component.externalReferences = component.externalReferences?.filter(({ type }) => type !== 'distribution')
}
mkdirSync(folder, { recursive: true })
writeFileSync(`${folder}/npm.cdx.json`, `${JSON.stringify(bill, null, 2)}\n`)
