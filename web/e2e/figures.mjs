// What reaching the first list of every desk costs, as medians of five cold visits: bytes, requests,
// first and largest paint, blocked time, layout shift. For a look; serve.mjs judges bytes, requests
// and layout shift. On a machine at rest only.
import {launch, open, settled, startDemo} from './world.mjs'

const kVisits = 5
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

const demo = await startDemo()
const browser = await launch()
try {
  for (const [role, path] of kDesks) {
    const visits = []
    for (let n = 0; n < kVisits; ++n) visits.push(await visit(browser, demo, role, path))
    const of = (key) => median(visits.map((one) => one[key]))
    console.log(JSON.stringify({list: path, slow: kSlow, kib: Math.round(of('bytes') / 1024), requests: of('requests'), first_paint_ms: Math.round(of('first')), largest_paint_ms: Math.round(of('largest')), first_row_ms: Math.round(of('usable')), blocked_ms: Math.round(of('blocked')), layout_shift: Number(of('shift').toFixed(3))}))
  }
} finally {
  await browser.close()
  await demo.stop()
}
