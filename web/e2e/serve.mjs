// How the program serves the desks, and what reaching the first list costs.
import assert from 'node:assert/strict'
import {open, settled} from './world.mjs'

const kBytesMax = 250 * 1024
const kRequestsMax = 48
const kShiftMax = 0.1

export async function serveStory({check, browser, demo}) {
  await check('the page comes under its policy, hashed files for ever', async () => {
    const page = await fetch(demo.url + '/dev/cases/wx1/1', {headers: {'Accept-Encoding': 'gzip'}})
    assert.equal(page.status, 200)
    assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self'/)
    assert.equal(page.headers.get('cache-control'), 'no-cache')
    const etag = page.headers.get('etag')
    const again = await fetch(demo.url + '/dev/cases/wx1/1', {headers: {'If-None-Match': etag, 'Accept-Encoding': 'gzip'}})
    assert.equal(again.status, 304)
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1]
    assert.ok(script)
    const file = await fetch(demo.url + script)
    assert.match(file.headers.get('cache-control') ?? '', /immutable/)
    assert.ok(['br', 'gzip'].includes(file.headers.get('content-encoding') ?? ''))
    await file.text()
  })
  await check('unknown files and paths of the API are 404', async () => {
    for (const path of ['/assets/gone-123.js', '/v1/nothing', '/devious', '/favicon.ico']) {
      const answer = await fetch(demo.url + path)
      assert.equal(answer.status, 404, path)
      await answer.text()
    }
  })
  for (const [role, path] of [['developer', '/dev'], ['reviewer', '/review'], ['officer', '/office'], ['operator', '/ops']]) {
    await check(`first list of ${path}: bytes, requests, layout shift`, async ({keep}) => {
      const window = keep(await open(browser, demo, {role}))
      let bytes = 0
      let files = 0
      const client = await window.context.newCDPSession(window.page)
      await client.send('Network.enable')
      const wanted = new Set()
      client.on('Network.responseReceived', ({requestId, type}) => {
        if (type === 'Script' || type === 'Stylesheet') wanted.add(requestId)
      })
      client.on('Network.loadingFinished', ({requestId, encodedDataLength}) => {
        if (!wanted.has(requestId)) return
        bytes += encodedDataLength
        ++files
      })
      await window.page.addInitScript(() => {
        globalThis.shift = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value
        }).observe({type: 'layout-shift', buffered: true})
      })
      const began = Date.now()
      await window.page.goto(path)
      await window.page.waitForSelector('.row-link', {timeout: 20_000})
      const until = Date.now() - began
      await settled(window.page)
      const shift = await window.page.evaluate(() => globalThis.shift)
      console.log(`     ${path}: ${(bytes / 1024).toFixed(0)} KiB in ${files} JS and CSS files, first row after ${until} ms, layout shift ${shift.toFixed(3)}`)
      assert.ok(bytes <= kBytesMax, `${bytes} bytes`)
      assert.ok(files <= kRequestsMax, `${files} files`)
      assert.ok(shift <= kShiftMax, `layout shift ${shift}`)
      assert.deepEqual(window.faults, [])
    })
  }
}
