// What every page shares: rights by address, the keyboard, languages, a lost connection.
import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {api, open, settled} from './world.mjs'

// Of a file that a list was exported as, its rows as cells.
const kCell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|$)/gy
function rowsOf(text) {
  const rows = [[]]
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/, '').trimEnd().matchAll(kCell)) {
    rows.at(-1).push((quoted ?? plain).replaceAll('""', '"'))
    if (end === '') break
    if (end !== ',') rows.push([])
  }
  return rows
}

export async function frameStory({check, browser, demo}) {
  await check('an address of another desk says whom to ask, a foreign case that there is none', async ({keep}) => {
    const {page} = keep(await open(browser, demo, {role: 'developer'}))
    await page.goto('/review')
    await page.getByText('你没有审核工作台的权限').waitFor()
    await page.goto('/dev/cases/wx-nobody/1')
    await page.getByText('没有找到').waitFor()
    await page.goto('/dev/nowhere')
    await page.getByText('没有这个页面').first().waitFor()
  })

  await check('a link of a mail leads to the reader’s own desk', async ({keep}) => {
    const item = (await api(demo, 'developer', '/v1/submissions')).body.items[0]
    for (const [role, wanted] of [['developer', 'dev/cases'], ['reviewer', 'review/cases'], ['operator', 'ops/apps']]) {
      const {page} = keep(await open(browser, demo, {role}))
      await page.goto(`/c/${item.app}/${item.submission}`)
      await page.waitForURL(new RegExp(`${wanted}/${item.app}`))
    }
  })

  await check('the palette finds a case by its app id, ? shows the keys', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'developer', language: 'en'}))
    const item = (await api(demo, 'developer', '/v1/submissions')).body.items[3]
    await page.goto('/dev')
    await page.waitForSelector('.row-link')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill(item.app)
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(new RegExp(item.app))
    await page.getByRole('dialog').waitFor({state: 'detached'})
    await page.keyboard.press('?')
    await page.getByText('Keyboard shortcuts').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({state: 'detached'})
    assert.deepEqual(faults, [])
  })

  await check('filters stand in the address; the language changes without reload', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'developer'}))
    await page.goto('/dev')
    await page.waitForSelector('.row-link')
    await page.keyboard.press('/')
    await page.keyboard.type('论坛')
    await page.waitForURL(/q=/)
    await page.evaluate(() => (globalThis.same = true))
    await page.getByRole('button', {name: 'English'}).click()
    await page.getByRole('heading', {name: 'What needs me'}).waitFor()
    assert.equal(await page.evaluate(() => globalThis.same), true)
    assert.equal(await page.inputValue('input[type=search]'), '论坛')
    assert.equal(await page.getAttribute('html', 'lang'), 'en')
    await page.fill('input[type=search]', 'zzzz')
    await page.getByText('Nothing matches "zzzz"').waitFor()
    await page.getByRole('button', {name: 'Clear all'}).click()
    await page.waitForSelector('.row-link')
    assert.deepEqual(faults, [])
  })

  await check('a lost connection says so, holds decisions, and catches up', async ({keep}) => {
    const {page, context} = keep(await open(browser, demo, {role: 'developer'}))
    const item = (await api(demo, 'developer', '/v1/submissions?state=filing')).body.items[0]
    await page.goto(`/dev/cases/${item.app}/${item.submission}`)
    await page.getByRole('button', {name: '撤回提审'}).click()
    await page.getByText('这次提审结束，不能恢复').waitFor()
    await context.setOffline(true)
    await page.getByText('连接中断，数据截至').waitFor({timeout: 40_000})
    assert.equal(await page.getByRole('button', {name: '撤回提审'}).last().isDisabled(), true)
    await context.setOffline(false)
    await page.getByText('连接中断，数据截至').waitFor({state: 'detached', timeout: 20_000})
    await page.keyboard.press('Escape')
    await settled(page)
  })

  await check('a page whose file has another name by now is opened from the start', async ({keep}) => {
    const {page} = keep(await open(browser, demo, {role: 'developer', language: 'en'}))
    await page.goto('/dev')
    await page.waitForSelector('.row-link')
    await page.route('**/assets/DevCategories*.js', (route) => route.abort(), {times: 1})
    await page.getByRole('link', {name: 'Categories', exact: true}).click()
    await page.getByRole('heading', {name: 'Service categories'}).waitFor()
    await page.waitForURL(/dev\/categories/)
  })

  await check('a list is exported under its filter, without formulas', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'developer'}))
    await page.goto('/dev/apps')
    await page.waitForSelector('.row-link')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: '导出 CSV'}).click()])
    const text = await readFile(await file.path(), 'utf8')
    assert.match(file.suggestedFilename(), /^小程序 .*\.csv$/)
    assert.match(text, /^\uFEFF状态,名称,app id,/)
    assert.ok(text.split('\r\n').length > 5, text.slice(0, 200))
    await page.getByText('已导出').waitFor()
    assert.deepEqual(faults, [])
  })

  await check('an export holds the rows that the filter in the address leaves, and no other', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'developer', language: 'en'}))
    const [first] = (await api(demo, 'developer', '/v1/inbox?limit=1')).body.items
    for (const [path, column, shown] of [
      ['/dev/apps?q=论坛', 'App id', '.row .c-name .meta > bdi:last-of-type'],
      [`/inbox?q=${encodeURIComponent(first.app)}`, 'Notice', '.notices .title'],
    ]) {
      await page.goto(path)
      await page.waitForSelector(shown)
      assert.equal(await page.getByRole('button', {name: 'Load more'}).count(), 0, path)
      for (const earlier of await page.locator('.of-case .more button').all()) await earlier.click()
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: 'Export CSV'}).click()])
      const [titles, ...rows] = rowsOf(await readFile(await file.path(), 'utf8'))
      const at = titles.indexOf(column)
      assert.ok(at >= 0, titles.join())
      const listed = await page.locator(shown).evaluateAll((all) => all.map((one) => one.lastChild.textContent.trim()))
      assert.ok(listed.length > 0, path)
      assert.deepEqual(rows.map((row) => row[at]).sort(), listed.sort(), path)
    }
    assert.deepEqual(faults, [])
  })

  await check('the help is reached at 390 and tells of the page and its words, not of keys', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'developer', language: 'en', width: 390, height: 844}))
    await page.goto('/inbox')
    await page.getByRole('button', {name: 'Help', exact: true}).click()
    await page.getByText('Notices by case').waitFor()
    await page.getByText('7 × 24 hours from the notice').waitFor()
    assert.equal(await page.getByText('Keyboard shortcuts').count(), 0)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({state: 'detached'})
    assert.deepEqual(faults, [])
  })

  await check('nothing scrolls sideways at 390', async ({keep}) => {
    const {page} = keep(await open(browser, demo, {role: 'developer', language: 'en', width: 390, height: 844}))
    for (const path of ['/dev', '/dev/apps', '/dev/categories', '/inbox', `/dev/apps/${demo.people.app}/check`]) {
      await page.goto(path)
      await settled(page)
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, path)
    }
  })
}
