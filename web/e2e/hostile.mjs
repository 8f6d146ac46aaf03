// A package whose every word attacks the desks: nothing runs, nothing breaks.
import assert from 'node:assert/strict'
import {join} from 'node:path'
import {api, open, root, settled} from './world.mjs'

const kLabel = '<img src=x onerror="globalThis.hit=1">'
const kNotes = `\u202e<script>globalThis.hit=1</script> {{constructor.constructor('globalThis.hit=1')()}} ${'长'.repeat(1500)}${'x'.repeat(1500)}`

export async function hostileStory({check, browser, demo}) {
  await check('a package whose label and notes attack runs nothing on any desk', async ({keep}) => {
    const {items} = (await api(demo, 'developer', '/v1/submissions?state=withdrawn&limit=50')).body
    const {app} = items[0]
    const developer = keep(await open(browser, demo, {role: 'developer'}))
    await developer.page.goto(`/dev/apps/${app}/check`)
    await developer.page.fill('#label', kLabel)
    await developer.page.setInputFiles('input[webkitdirectory]', join(root, 'samples/neighbourhood-forum'))
    await developer.page.getByText('onerror').waitFor()
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
}
