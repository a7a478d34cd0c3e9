// Fails the build when the JavaScript a first visit loads is over its budget. The entry's static imports count, and so do
// those of the page that opens first; what is loaded later does not.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const budgetKb = 150
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const firstPages = ['src/features/overview/overview-page.tsx', 'src/features/overview/locales/en.json']

const gzipped = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
const collect = (key, files = new Set()) => {
  const chunk = manifest[key]
  if (!chunk) throw new Error(`The build's manifest has no ${key}`)
  if (!files.has(chunk.file)) {
    files.add(chunk.file)
    for (const next of chunk.imports ?? []) collect(next, files)
  }
  return files
}

const first = collect('index.html')
for (const page of firstPages) collect(page, first)
const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(7)
const rows = readdirSync(new URL('assets/', dist))
  .filter((name) => name.endsWith('.js'))
  .map((name) => ({ name, bytes: gzipped(`assets/${name}`), first: first.has(`assets/${name}`) }))
  .sort((a, b) => Number(b.first) - Number(a.first) || b.bytes - a.bytes)

console.log('\nJavaScript, gzip kB (* = first load)')
for (const row of rows.filter((row) => row.first || row.bytes > 4000))
  console.log(`${kb(row.bytes)} ${row.first ? '*' : ' '} ${row.name}`)
const loaded =
  rows.filter((row) => row.first).reduce((sum, row) => sum + row.bytes, 0) +
  gzipSync(readFileSync(new URL('theme.js', dist))).length
const total = rows.reduce((sum, row) => sum + row.bytes, 0)
const css = readdirSync(new URL('assets/', dist))
  .filter((name) => name.endsWith('.css'))
  .reduce((sum, name) => sum + gzipped(`assets/${name}`), 0)
console.log(
  `first_load_kb=${(loaded / 1000).toFixed(1)} budget_kb=${budgetKb} all_js_kb=${(total / 1000).toFixed(1)} css_kb=${(css / 1000).toFixed(1)} built=${statSync(new URL('index.html', dist)).mtime.toISOString()}`,
)
if (loaded > budgetKb * 1000) {
  console.error(
    `First load is ${(loaded / 1000).toFixed(1)} kB gzip, over the budget of ${budgetKb} kB: load the addition lazily.`,
  )
  process.exit(1)
}
