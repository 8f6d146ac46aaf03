// What reaching the first list of every desk costs, as medians of five cold visits: bytes, requests,
// first and largest paint, blocked time, layout shift. For a look; serve.mjs judges bytes, requests
// and layout shift. On a machine at rest only.
// With BAOBEI_LIGHTHOUSE=FOLDER, a node_modules that has lighthouse (npm install lighthouse), also its
// scores, medians of five; it is not among the desks' packages, since it brings a hundred others.
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {kChromium, launch, open, settled, startDemo} from './world.mjs'

const kVisits = 5
const kLoadMax = 12_000 // the stream of events never ends, so that the network is never idle
const kDesks = [['developer', '/dev'], ['reviewer', '/review'], ['officer', '/office'], ['operator', '/ops']]
const kSlow = process.argv.includes('slow') // a slow phone: four times the processor's time, 1.6 Mbit/s

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

// In the page, before anything of it runs.
function observe() {
  const seen = {shift: 0, largest: 0, blocked: 0}
  globalThis.seen = seen
  const on = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({type, buffered: true})
  on('layout-shift', (entry) => {
    if (!entry.hadRecentInput) seen.shift += entry.value
  })
  on('largest-contentful-paint', (entry) => (seen.largest = entry.startTime))
  on('longtask', (entry) => (seen.blocked += Math.max(0, entry.duration - 50)))
}

async function visit(browser, demo, role, path) {
  const window = await open(browser, demo, {role})
  const client = await window.context.newCDPSession(window.page)
  await client.send('Network.enable')
  if (kSlow) {
    await client.send('Emulation.setCPUThrottlingRate', {rate: 4})
    await client.send('Network.emulateNetworkConditions', {offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 93_750})
  }
  let bytes = 0
  let requests = 0
  client.on('Network.loadingFinished', ({encodedDataLength}) => {
    bytes += encodedDataLength
    ++requests
  })
  await window.page.addInitScript(observe)
  const began = performance.now()
  await window.page.goto(path)
  await window.page.waitForSelector('.row-link', {timeout: 60_000})
  const usable = performance.now() - began
  await settled(window.page)
  const seen = await window.page.evaluate(() => ({...globalThis.seen, first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0}))
  await window.context.close()
  return {...seen, bytes, requests, usable}
}

// Scores of one list for somebody who is signed in, on a desktop; SEO is no matter of an application.
async function scores(folder, demo, role, path) {
  const from = (name) => import(pathToFileURL(join(folder, name)).href)
  const {default: lighthouse, desktopConfig} = await from('lighthouse/core/index.js')
  const puppeteer = await from('puppeteer-core/lib/puppeteer/puppeteer-core.js').catch(() => from('puppeteer-core/lib/esm/puppeteer/puppeteer-core.js'))
  const started = await puppeteer.default.launch({executablePath: kChromium, args: ['--no-sandbox', '--disable-dev-shm-usage']})
  try {
    const runs = []
    for (let n = 0; n < kVisits; ++n) {
      const page = await started.newPage()
      await page.evaluateOnNewDocument((token) => sessionStorage.setItem('baobei.token', token), demo.people.tokens[role])
      const {lhr} = await lighthouse(demo.url + path, {disableStorageReset: true, maxWaitForLoad: kLoadMax, onlyCategories: ['performance', 'accessibility', 'best-practices'], logLevel: 'error'}, desktopConfig, page)
      runs.push(lhr)
      await page.close()
    }
    const of = (name) => Math.round(100 * median(runs.map((one) => one.categories[name].score)))
    return {performance: of('performance'), accessibility: of('accessibility'), best_practices: of('best-practices')}
  } finally {
    await started.close()
  }
}

const demo = await startDemo()
const browser = await launch()
try {
  for (const [role, path] of kDesks) {
    const visits = []
    for (let n = 0; n < kVisits; ++n) visits.push(await visit(browser, demo, role, path))
    const of = (key) => median(visits.map((one) => one[key]))
    console.log(JSON.stringify({list: path, slow: kSlow, kib: Math.round(of('bytes') / 1024), requests: of('requests'), first_paint_ms: Math.round(of('first')), largest_paint_ms: Math.round(of('largest')), first_row_ms: Math.round(of('usable')), blocked_ms: Math.round(of('blocked')), layout_shift: Number(of('shift').toFixed(3))}))
    const folder = process.env.BAOBEI_LIGHTHOUSE
    if (folder) console.log(JSON.stringify({list: path, lighthouse: await scores(folder, demo, role, path)}))
  }
} finally {
  await browser.close()
  await demo.stop()
}
