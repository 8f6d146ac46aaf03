// A package whose every word attacks the desks: nothing runs, nothing breaks.
import assert from 'node:assert/strict'
import {join} from 'node:path'
import {hostileTar} from './hostile_package.mjs'
import {open, restingApp, root, settled, submitPackage} from './world.mjs'

const kLabel = '<img src=x onerror="globalThis.hit=1">'
const kNotes = `\u202e<script>globalThis.hit=1</script> {{constructor.constructor('globalThis.hit=1')()}} ${'长'.repeat(1500)}${'x'.repeat(1500)}`

export async function hostileStory({check, browser, demo}) {
  await check('a package whose label and notes attack runs nothing on any desk', async ({keep}) => {
    const app = await restingApp(demo, 'withdrawn')
    const developer = keep(await open(browser, demo, {role: 'developer'}))
    await developer.page.goto(`/dev/apps/${app}/check`)
    await developer.page.fill('#label', kLabel)
    await developer.page.setInputFiles('input[webkitdirectory]', join(root, 'samples/neighbourhood-forum'))
    await developer.page.getByRole('button', {name: '上传为'}).click()
    await developer.page.locator('em', {hasText: 'onerror'}).waitFor()
    await developer.page.fill('#notes', kNotes)
    await developer.page.getByText('进入自动检查，然后由审核员审核').waitFor()
    await developer.page.getByRole('button', {name: '提交审核'}).last().click()
    await developer.page.waitForURL(/\/dev\/cases\//)
    const no = Number(/(\d+)$/.exec(developer.page.url())[1])
    const pages = [
      [developer, `/dev/cases/${app}/${no}`],
      [developer, `/dev/apps/${app}`],
      [keep(await open(browser, demo, {role: 'reviewer', width: 390, height: 844})), `/review/cases/${app}/${no}`],
      [keep(await open(browser, demo, {role: 'operator', language: 'en'})), `/ops/apps/${app}`],
    ]
    for (const [window, path] of pages) {
      await window.page.goto(path)
      await window.page.locator('h1').first().waitFor()
      await settled(window.page)
      assert.equal(await window.page.evaluate(() => globalThis.hit), undefined, path)
      assert.equal(await window.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${path} scrolls sideways`)
      assert.equal(await window.page.locator('main img, main script, main iframe').count(), 0, path)
      assert.deepEqual(window.faults, [], path)
    }
  })

  await check('a package whose every file attacks runs nothing, fetches nothing and breaks no page of its reviewer', async ({keep}) => {
    const one = await submitPackage(demo, await restingApp(demo), hostileTar(), '<i>2')
    assert.equal(one.state, 'reviewing')
    for (const variant of [{language: 'zh', width: 1440}, {language: 'en', width: 390, height: 844}]) {
      const window = keep(await open(browser, demo, {role: 'reviewer', ...variant}))
      const {page} = window
      const strange = []
      page.on('request', (request) => {
        if (!request.url().startsWith(demo.url) && !/^(data|blob|about):/.test(request.url())) strange.push(request.url())
      })
      const tabs = ['findings', 'changes', 'texts', 'pictures', 'history', 'code&at=pages/a/a.wxml:2', 'code&at=utils/long.js:1', `code&at=${encodeURIComponent('utils/<img src=x onerror=globalThis.hit=1>.js:1')}`, 'code&at=utils/bidi.js:1', 'code&at=images/logo.svg', 'preview', 'preview&page=pages/deep/deep', 'preview&page=pages/__proto__/constructor']
      for (const tab of tabs) {
        const path = `/review/cases/${one.app}/${one.no}?tab=${tab}`
        // One visit, then from tab to tab: a person has eight live streams at most, and one that a visit
        // left behind is given up with its next heartbeat.
        if (page.url() === 'about:blank') await page.goto(path)
        else await page.evaluate((to) => (history.pushState({}, '', to), dispatchEvent(new PopStateEvent('popstate', {state: {}}))), path)
        await page.getByRole('tab', {selected: true}).and(page.locator(`#tab-${/^\w+/.exec(tab)[0]}`)).waitFor()
        await settled(page)
        if (tab.startsWith('preview')) {
          await page.locator('iframe[data-shown]').waitFor()
          const inside = page.frames().find((frame) => frame.url().endsWith('/preview.html'))
          assert.equal(await inside.evaluate(() => globalThis.hit), undefined, path)
          assert.equal(await inside.evaluate(() => document.querySelectorAll('script, iframe, object, svg, link, base, meta').length), 5, `${path}: elements beyond the frame's own`)
          assert.equal(await inside.evaluate(() => globalThis.origin), 'null', path)
        }
        if (tab.startsWith('code')) await page.locator('.host').waitFor()
        if (tab === 'changes') for (const row of await page.locator('.file .head').all()) await row.click()
        await settled(page)
        assert.equal(await page.evaluate(() => globalThis.hit), undefined, path)
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${path} scrolls sideways`)
        assert.equal(await page.locator('main img:not(.cm-widgetBuffer), main script, main object, main [onload], main [onerror], main [onclick]').count(), 0, path)
        assert.equal(new URL(page.url()).origin, new URL(demo.url).origin, path)
        assert.deepEqual(window.faults, [], path)
      }
      assert.deepEqual(strange, [])
    }
  })
}
