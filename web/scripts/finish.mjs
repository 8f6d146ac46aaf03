// After the build: compresses what compresses, and holds the first list to its budget.
import {readdir, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {brotliCompressSync, constants, gzipSync} from 'node:zlib'

const dist = new URL('../dist/', import.meta.url).pathname
const kFirstListBytesMax = 128 * 1024 // gzip: JS and CSS until the first list is usable
const kSavesAtLeast = 0.9

async function filesUnder(folder, prefix = '') {
  const found = []
  for (const entry of await readdir(folder, {withFileTypes: true})) {
    const name = prefix + entry.name
    if (entry.isDirectory()) found.push(...(await filesUnder(join(folder, entry.name), name + '/')))
    else found.push(name)
  }
  return found
}

// Every file that loading `entry` needs, by the manifest: itself, its static imports, their styles.
function closure(manifest, entry, seen = new Set()) {
  const row = manifest[entry]
  if (!row || seen.has(row.file)) return seen
  seen.add(row.file)
  for (const css of row.css ?? []) seen.add(css)
  for (const next of row.imports ?? []) closure(manifest, next, seen)
  return seen
}

const manifest = JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8'))
const gzipBytes = new Map()
for (const name of await filesUnder(dist)) {
  if (name.startsWith('.vite/') || /\.(br|gz)$/.test(name)) continue
  const bytes = await readFile(join(dist, name))
  const gzip = gzipSync(bytes, {level: 9})
  gzipBytes.set(name, gzip.length)
  if (!/\.(js|css|html|svg|json)$/.test(name)) continue
  const brotli = brotliCompressSync(bytes, {params: {[constants.BROTLI_PARAM_QUALITY]: 11}})
  if (gzip.length < bytes.length * kSavesAtLeast) await writeFile(join(dist, name + '.gz'), gzip)
  if (brotli.length < bytes.length * kSavesAtLeast) await writeFile(join(dist, name + '.br'), brotli)
}

let failed = false
for (const [desk, view] of Object.entries({
  dev: 'src/desks/dev/DevHome.vue',
  review: 'src/desks/review/ReviewQueue.vue',
  office: 'src/desks/office/OfficeHome.vue',
  ops: 'src/desks/ops/OpsHome.vue',
})) {
  if (!manifest[view]) throw new Error('no such view in the build: ' + view)
  const files = closure(manifest, 'index.html')
  for (const language of ['src/i18n/zh/first.ts']) closure(manifest, language, files)
  closure(manifest, view, files)
  const bytes = [...files].reduce((sum, name) => sum + (gzipBytes.get(name) ?? 0), 0)
  console.log(`first list of ${desk}: ${files.size} files, ${(bytes / 1024).toFixed(1)} KiB gzip`)
  if (bytes > kFirstListBytesMax) failed = true
}
await rm(join(dist, '.vite'), {recursive: true})
const all = (await filesUnder(dist)).map(async (name) => (await stat(join(dist, name))).size)
const total = (await Promise.all(all)).reduce((sum, size) => sum + size, 0)
console.log(`web/dist: ${(total / 1024).toFixed(0)} KiB in all`)
if (failed) {
  console.error('more than the budget of 128 KiB')
  process.exit(1)
}
