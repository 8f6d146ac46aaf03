// How long the server takes for each first list with very many cases: the samples of a demo that is at
// rest, multiplied in a copy of its database under other ids, then the lists read as the desks read them.
// many.mjs [CASES]: 100,000 by default. Prints one JSON object a list: milliseconds, medians and worst.
//
// The copies have no events of their own: for reading lists alone, never a database that is kept.
import {spawn} from 'node:child_process'
import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {DatabaseSync} from 'node:sqlite'
import {freePort, root, waitFor} from './world.mjs'

const kCases = Number(process.argv[2] ?? 100_000)
const kTables = ['app', 'submission', 'entry', 'app_audience', 'listed', 'app_name', 'app_term']
const kRuns = 30
const program = process.env.BAOBEI ?? join(root, 'build/dev/baobei')

// FNV-1a of 64 bits over the id, as src/engine/rows.h places it.
function bucketOf(app) {
  let hash = 0xcbf29ce484222325n
  for (const byte of Buffer.from(app)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return Number(hash % 256n)
}

// A demo server on `data`; ends when `stop` is called.
async function run(data, port) {
  const people = join(data, 'sign-ins.json')
  await rm(people, {force: true})
  const child = spawn(program, ['demo', '--quiet', '--still-clock', '--port', String(port), '--data', join(data, 'data'), '--people', people, '--cases', '100'], {stdio: ['ignore', 'ignore', 'inherit']})
  await waitFor(people, child)
  const stop = async () => {
    child.kill('SIGTERM')
    await new Promise((resolve) => child.once('exit', resolve))
  }
  return {stop, tokens: JSON.parse(await readFile(people, 'utf8')).tokens, url: `http://127.0.0.1:${port}`}
}

// Every row of one mini-program again under another id; the case file names itself in its state.
function copying(database, table) {
  const columns = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all().map(({name}) => name)
  const anew = {app_id: '$to', bucket: '$bucket', since: 'since + $shift', ...(table === 'app' ? {state: 'replace(state, $from, $to)'} : {})}
  database.exec(`CREATE TEMP TABLE of_${table} AS SELECT * FROM ${table}; CREATE INDEX temp.by_app_${table} ON of_${table} (app_id)`)
  const statement = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.map((one) => anew[one] ?? one).join(', ')} FROM temp.of_${table} WHERE app_id = $from`)
  statement.setAllowUnknownNamedParameters(true)
  return (values) => statement.run(values)
}

function multiply(file, wanted) {
  const database = new DatabaseSync(file)
  // Nothing is rolled back here, and the keys of the copies fall everywhere: no journal, and a cache that holds them.
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4000000')
  const apps = database.prepare('SELECT app_id FROM app ORDER BY app_id').all().map((row) => row.app_id)
  const again = kTables.map((table) => copying(database, table))
  // Indexes are made afterwards, in one go each.
  const indexes = database.prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (${kTables.map(() => '?').join(',')})`).all(...kTables)
  for (const {name} of indexes) database.exec(`DROP INDEX ${name}`)
  database.exec('BEGIN')
  for (let n = apps.length; n < wanted; ++n) {
    const from = apps[n % apps.length]
    const to = `wx${n.toString(16).padStart(5, '0')}${from.slice(7)}`
    for (const copy of again) copy({from, to, bucket: bucketOf(to), shift: n})
  }
  database.exec('COMMIT')
  for (const {sql} of indexes) database.exec(sql)
  database.exec('PRAGMA analysis_limit = 1000; ANALYZE; PRAGMA journal_mode = WAL')
  database.close()
}

const kLists = [
  ['developer', '/v1/submissions?limit=200'], ['developer', '/v1/apps?limit=200'], ['developer', '/v1/apps?detail=true&limit=50'], ['developer', '/v1/apps?service=take_down_ordered&limit=200'], ['developer', `/v1/apps?q=${encodeURIComponent('论坛')}&detail=true&limit=50`],
  ['reviewer', '/v1/submissions?state=reviewing&detail=true&limit=50'], ['reviewer', '/v1/submissions/counts'],
  ['officer', '/v1/filings?state=running&detail=true&limit=50'], ['officer', '/v1/filings/counts'], ['officer', '/v1/answers?state=effective&limit=50'], ['officer', '/v1/answers?state=effective&late=true&limit=50'], ['officer', '/v1/orders?state=standing&limit=50'],
  ['operator', '/v1/submissions?limit=200'], ['operator', '/v1/apps?detail=true&limit=50'],
]

// From the request to the last byte, on a connection that stands; `page`: how far in by cursor.
async function timeOf(server, role, path, page) {
  let after
  const times = []
  for (let n = 0; n < kRuns + page; ++n) {
    const began = performance.now()
    const response = await fetch(server.url + path + (after === undefined ? '' : `&after=${after}`), {headers: {Authorization: `Bearer ${server.tokens[role]}`}})
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`)
    if (n >= page) times.push(performance.now() - began)
    else after = JSON.parse(text).next
    if (n < page && after === undefined) return undefined
  }
  times.sort((a, b) => a - b)
  return {median_ms: Number(times[Math.floor(times.length / 2)].toFixed(1)), worst_ms: Number(times.at(-1).toFixed(1))}
}

const data = await mkdtemp(join(tmpdir(), 'baobei-many-'))
try {
  const port = await freePort()
  const first = await run(data, port)
  await first.stop()
  multiply(join(data, 'data', 'baobei.db'), kCases)
  const server = await run(data, port)
  try {
    for (const [role, path] of kLists) {
      const [begin, deep] = [await timeOf(server, role, path, 0), /limit=\d+$/.test(path) && !path.includes('before=') ? await timeOf(server, role, path, 20) : undefined]
      console.log(JSON.stringify({cases: kCases, role, list: decodeURIComponent(path), ...begin, ...(deep === undefined ? {} : {page_21_median_ms: deep.median_ms})}))
    }
  } finally {
    await server.stop()
  }
} finally {
  await rm(data, {recursive: true, force: true})
}
