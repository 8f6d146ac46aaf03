// A demo server of its own, a browser, and people signed in: what every browser test starts from.
import {spawn} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {mkdtemp, readFile, rm, stat} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {chromium} from 'playwright-core'
import {startFront} from './front.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const kStartMax = 600_000 // a hundred cases on a machine that others use, too
const kWaitMax = 60_000 // for what a page shows, on a machine that others use, too
export const kChromium = process.env.CHROMIUM ?? '/usr/bin/chromium'

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address()
      server.close(() => resolve(port))
    })
  })
}

// A sandbox with samples in a folder of its own; with `still` its clock moves only when it is told to.
// BAOBEI_URL and BAOBEI_PEOPLE name a running one, BAOBEI_RECEIVER the port that its webhooks may reach,
// BAOBEI_DATA its folder. BAOBEI_DIST=1 puts the desks of web/dist before it, so that desks just built are
// tried without compiling the program.
export async function startDemo(options = {}) {
  const demo = await startProgram(options)
  if (!process.env.BAOBEI_DIST) return demo
  const front = await startFront({root, dist: join(root, 'web/dist'), url: demo.url})
  return {...demo, url: front.url, stop: () => front.stop().then(demo.stop)}
}

// Until a file is there that the program writes when it can be used.
export async function waitFor(file, child) {
  for (const until = Date.now() + kStartMax; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}`)
    if (Date.now() > until) throw new Error('the demo did not start in time')
    if ((await stat(file).catch(() => undefined)) !== undefined) return
  }
}

async function startProgram({cases = 100, still = false}) {
  if (process.env.BAOBEI_URL) {
    const people = JSON.parse(await readFile(process.env.BAOBEI_PEOPLE, 'utf8'))
    const receiver = process.env.BAOBEI_RECEIVER === undefined ? undefined : Number(process.env.BAOBEI_RECEIVER)
    return {url: process.env.BAOBEI_URL, people, receiver, data: process.env.BAOBEI_DATA, stop: async () => undefined}
  }
  const program = process.env.BAOBEI ?? join(root, 'build/dev/baobei')
  const data = await mkdtemp(join(tmpdir(), 'baobei-e2e-'))
  const port = await freePort()
  const receiver = await freePort() // of webhooks
  const peopleFile = join(data, 'people.json')
  const child = spawn(program, ['demo', '--quiet', '--port', String(port), '--data', join(data, 'data'), '--people', peopleFile, '--cases', String(cases), '--set', `webhooks.allow=127.0.0.1:${receiver}`, ...(still ? ['--still-clock'] : [])], {stdio: ['ignore', 'ignore', 'inherit']})
  const url = `http://127.0.0.1:${port}`
  await waitFor(peopleFile, child).catch(async (error) => {
    child.kill('SIGKILL')
    await rm(data, {recursive: true, force: true})
    throw error
  })
  const people = JSON.parse(await readFile(peopleFile, 'utf8'))
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
    }
    await rm(data, {recursive: true, force: true})
  }
  return {url, people, stop, receiver, data: join(data, 'data'), pid: child.pid}
}

export function launch() {
  return chromium.launch({executablePath: kChromium, args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb']})
}

// A browser window of one person. Problems of the page gather in `faults`.
export async function open(browser, demo, {role, language = 'zh', theme = 'light', width = 1440, height = 900, zone = 'Asia/Shanghai'}) {
  const context = await browser.newContext({viewport: {width, height}, timezoneId: zone, locale: language === 'zh' ? 'zh-CN' : 'en-GB', reducedMotion: 'reduce', baseURL: demo.url})
  await context.addInitScript(
    ([token, lang, look]) => {
      try {
        if (token && !sessionStorage.getItem('baobei.begun')) {
          sessionStorage.setItem('baobei.token', token)
          sessionStorage.setItem('baobei.begun', '1')
        }
        localStorage.setItem('baobei.language', localStorage.getItem('baobei.language') ?? lang)
        localStorage.setItem('baobei.theme', look)
      } catch {
        // about:blank has no storage
      }
    },
    [role ? demo.people.tokens[role] : '', language, theme],
  )
  context.setDefaultTimeout(kWaitMax)
  const page = await context.newPage()
  watchRequests(page)
  const faults = []
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // A person has eight live streams; one left by a closed page is given up with its next heartbeat, and
    // until then a new page reads by time. Pages are opened faster here than by people.
    if (message.text().includes('503') && message.location().url.includes('/v1/stream')) return
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`${message.type()}: ${message.text()}`)
  })
  return {context, page, faults}
}

export async function api(demo, role, path, options = {}) {
  const response = await fetch(demo.url + path, {...options, headers: {Authorization: `Bearer ${demo.people.tokens[role]}`, 'Content-Type': 'application/json', ...options.headers}})
  const text = await response.text()
  return {status: response.status, etag: response.headers.get('etag'), body: text === '' ? undefined : JSON.parse(text)}
}

// Requests under way of each page, but for the stream of events, which never ends.
const underWay = new WeakMap()
const kQuiet = 500
const kSettlesMax = 30_000

function watchRequests(page) {
  const requests = new Set()
  underWay.set(page, requests)
  page.on('request', (request) => !new URL(request.url()).pathname.endsWith('/v1/stream') && requests.add(request))
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => requests.delete(request))
}

async function quiet(page) {
  const requests = underWay.get(page)
  if (requests === undefined) return page.waitForLoadState('networkidle')
  const until = Date.now() + kSettlesMax
  let since = Date.now()
  while (Date.now() < until && Date.now() - since < kQuiet) {
    if (requests.size > 0) since = Date.now()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export async function settled(page) {
  await page.waitForLoadState('load')
  await quiet(page)
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'), undefined, {timeout: 15_000}).catch(() => undefined)
}

// A version brought in by API.
export async function uploadVersion(demo, app, archive, label) {
  const uploaded = await api(demo, 'developer', `/v1/apps/${app}/packages?label=${encodeURIComponent(label)}`, {method: 'POST', body: archive, headers: {'Content-Type': 'application/octet-stream'}})
  if (uploaded.status !== 201) throw new Error(`upload: ${uploaded.status} ${JSON.stringify(uploaded.body)}`)
  return uploaded.body.digest
}

// A version put up by API, and its check waited for. Categories: those of the submission before, or
// those of `form`, which takes whatever a submission takes.
export async function submitPackage(demo, app, archive, label, form = {}) {
  const digest = await uploadVersion(demo, app, archive, label)
  const before = (await api(demo, 'developer', `/v1/apps/${app}`)).body
  const categories = before.submissions?.at(-1)?.categories.map((one) => one.category)
  const submitted = await api(demo, 'developer', `/v1/apps/${app}/submissions`, {method: 'POST', body: JSON.stringify({digest, categories, release_choice: 'by_hand', ...form})})
  if (submitted.status !== 201) throw new Error(`submit: ${submitted.status} ${JSON.stringify(submitted.body)}`)
  const no = (before.submissions?.length ?? 0) + 1
  for (let tries = 0; tries < 120; ++tries) {
    const {body} = await api(demo, 'developer', `/v1/apps/${app}/submissions/${no}`)
    if (body.state !== 'checking') return {app, no, digest, state: body.state}
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error('the check did not end')
}

// A mini-program of the developer that nothing was ever submitted of: no other story moves it.
export async function freshApp(demo, name) {
  const app = `wx${randomBytes(8).toString('hex')}`
  const {subject, owner} = (await api(demo, 'developer', `/v1/apps/${demo.people.app}`)).body
  const made = await api(demo, 'operator', '/v1/apps', {method: 'POST', body: JSON.stringify({app, name, subject: subject.id, owner})})
  if (made.status !== 201) throw new Error(`register: ${made.status} ${JSON.stringify(made.body)}`)
  return app
}

// Passed by a reviewer: what it declares is in the version.
export async function passReview(demo, {app, no}) {
  const {body} = await api(demo, 'reviewer', `/v1/apps/${app}/submissions/${no}`)
  const present = body.categories.filter((one) => one.filing).map((one) => one.category)
  const passed = await api(demo, 'reviewer', `/v1/apps/${app}/submissions/${no}/pass`, {method: 'POST', body: JSON.stringify({digest: body.digest, present}), headers: {'If-Match': body.review_etag}})
  if (passed.status !== 200) throw new Error(`pass: ${passed.status} ${JSON.stringify(passed.body)}`)
}

// A mini-program whose newest submission is out or has ended so, so that another may follow.
export async function restingApp(demo, state = 'released') {
  for (const item of (await api(demo, 'developer', `/v1/submissions?state=${state}&limit=50`)).body.items) {
    const {body} = await api(demo, 'developer', `/v1/apps/${item.app}`)
    if (body.submissions.at(-1).state === state) return item.app
  }
  throw new Error('every mini-program has something in review')
}
