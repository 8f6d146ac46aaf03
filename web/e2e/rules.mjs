// Packs of rules, as operators put them in force: proposed from files, faults told by file and line,
// rehearsed over what people decided, confirmed by another operator, and then what a check goes by.
import assert from 'node:assert/strict'
import {hostileTar} from './hostile_package.mjs'
import {packFile, packOf} from './rule_packs.mjs'
import {api, open, restingApp, settled, submitPackage} from './world.mjs'

const kWords = {
  zh: {propose: '提议新规则包', look: '试运行', send: '提交提议', sent: '已提议，等待另一位运营确认', held: '样例符合 2 / 2', needsAnother: '须由另一位运营', confirm: '确认新版本', toCome: '待生效', inForce: '生效中', rehearse: '用这个版本演练', begin: '开始演练', done: '已完成', see: '查看', close: '收起', changes: '结论有变化的', withdraw: '撤回版本', withdrawn: '已撤回'},
  en: {propose: 'Propose packs', look: 'Run the trial', send: 'Propose', sent: 'Proposed. Another operator has to confirm.', held: '2 of 2 examples hold', needsAnother: 'another operator has to confirm', confirm: 'Confirm the version', toCome: 'To come', inForce: 'In force', rehearse: 'Rehearse this version', begin: 'Begin rehearsal', done: 'Done', see: 'See', changes: 'What would change', withdraw: 'Withdraw the version', withdrawn: 'Withdrawn'},
}
const kHour = 3_600_000
const kRehearsalMax = 180_000
const inHours = async (demo, hours) => new Date(Date.parse((await api(demo, 'operator', '/v1/server')).body.time) + hours * kHour)
// As the field of the browser takes it, in the zone of the window.
const fieldOf = (at) => new Date(at.getTime() + 8 * kHour).toISOString().slice(0, 16)
const moveClock = (demo, by) => api(demo, 'operator', '/v1/sandbox/clock', {method: 'POST', body: JSON.stringify({by})})

// A word that no other run has put into a pack; in Han alone, as what is searched.
const wordOf = (stamp) => '单位换算' + [...String(stamp).slice(-6)].map((digit) => '甲乙丙丁戊己庚辛壬癸'[digit]).join('')

// Refusals that the story asks for are answers, no faults of the page.
const unexpected = (faults) => faults.filter((one) => !/40[09]/.test(one))

async function fill(page, language, version, pack, at) {
  await page.goto('/ops/rules')
  await page.getByRole('button', {name: kWords[language].propose, exact: true}).click()
  await page.locator('input[type=file]').first().setInputFiles(pack)
  await page.getByText(`packs/${pack.name}`).waitFor()
  await page.fill('#version-name', version)
  await page.fill('#version-from', fieldOf(at))
  await page.fill('#version-reason', `试行 ${language}`)
}

export async function rulesStory({check, browser, demo}) {
  let current = ''
  for (const language of ['zh', 'en']) {
    const words = kWords[language]
    // A version follows the newest confirmed one, and one that says the same is refused: each has a pack of its own.
    const stamp = Date.now()
    const version = `e2e-rules-${language}-${stamp}`
    const id = `e2e-${language}-${stamp}`
    const word = wordOf(stamp)
    const file = `packs/${id}.toml`
    const pack = (expect) => packFile(id, packOf(expect, {id, word}))
    await check(`packs with a fault come back with file, line and reason, and are mended in place (${language})`, async ({keep}) => {
      const {page, faults} = keep(await open(browser, demo, {role: 'operator', language}))
      await fill(page, language, version, pack('low'), await inHours(demo, 2))
      await page.getByRole('button', {name: words.look, exact: true}).click()
      const table = page.locator('.faults')
      await table.getByText(file).first().waitFor()
      assert.match(await table.innerText(), /high/)
      assert.equal(await page.getByRole('button', {name: words.send, exact: true}).count(), 0)
      await page.locator('input[type=file]').first().setInputFiles(packFile(id, `id = "${id}"\nversion = \n`))
      await page.getByRole('button', {name: words.look, exact: true}).click()
      await table.getByText(`${file}:2`).waitFor()

      await page.locator('input[type=file]').first().setInputFiles(pack('high'))
      await page.getByRole('button', {name: words.look, exact: true}).click()
      await page.getByText(words.held).waitFor()
      assert.equal(await table.count(), 0)
      await page.getByRole('button', {name: words.send, exact: true}).click()
      await page.getByText(words.sent).waitFor()
      await page.waitForURL(new RegExp(`/ops/rules/versions/${version}`))
      await page.getByText(words.needsAnother).first().waitFor()
      assert.equal(await page.getByRole('button', {name: words.confirm, exact: true}).count(), 0)
      // What a pack says of itself is text.
      if (language === 'zh') await page.getByText('<b>单位换算</b>').waitFor()
      await page.getByRole('button', {name: file}).click()
      await page.locator('pre').getByText('[[combination]]').waitFor()
      assert.deepEqual(unexpected(faults), [])
    })

    await check(`it is rehearsed over what people decided (${language})`, async ({keep}) => {
      const {page, faults} = keep(await open(browser, demo, {role: 'operator', language}))
      await page.goto(`/ops/rules/versions/${version}`)
      await page.getByRole('link', {name: words.rehearse}).click()
      await page.waitForURL(/rehearse=/)
      await page.locator(`#rehearse-version option[value="${version}"]`).waitFor({state: 'attached'})
      assert.equal(await page.inputValue('#rehearse-version'), version)
      await page.fill('#rehearse-packages', '6')
      await page.getByRole('button', {name: words.begin, exact: true}).click()
      const newest = page.locator('.rehearsals > li').first()
      await newest.getByText(version).waitFor()
      await newest.locator('.state', {hasText: words.done}).waitFor({timeout: kRehearsalMax})
      await newest.getByText(words.changes).waitFor()
      const {items} = (await api(demo, 'operator', '/v1/rules/rehearsals')).body
      assert.equal(items[0].state, 'done')
      assert.ok(items[0].packages > 0, 'nobody decided anything')
      await settled(page)
      await page.reload()
      // Which one is open stands in the address.
      await page.locator('.rehearsals > li').first().getByText(words.changes).waitFor()
      assert.deepEqual(unexpected(faults), [])
    })

    await check(`a second operator confirms, and from its instant on checks go by it (${language})`, async ({keep}) => {
      const {page, faults} = keep(await open(browser, demo, {role: 'second_operator', language}))
      await page.goto('/ops/rules')
      await page.getByRole('link', {name: version}).click()
      await page.getByRole('button', {name: words.confirm, exact: true}).click()
      await page.locator('h1 + .state', {hasText: words.toCome}).waitFor()
      await moveClock(demo, '3h')
      await page.goto('/ops/rules')
      await page.locator('.row', {hasText: version}).locator('.state', {hasText: words.inForce}).waitFor()
      current = (await api(demo, 'operator', `/v1/rules/versions/${version}`)).body.rules
      const one = await submitPackage(demo, await restingApp(demo), hostileTar({'app.json': '{"pages":["pages/a/a"]}', 'app.js': 'App({})', 'pages/a/a.wxml': `<view>${word} ${language}</view>`, 'pages/a/a.js': 'Page({})'}), `rules-${language}`)
      const reviewer = keep(await open(browser, demo, {role: 'reviewer', language}))
      await reviewer.page.goto(`/review/cases/${one.app}/${one.no}?tab=findings`)
      await reviewer.page.getByText(`content/${id}`).first().waitFor()
      await reviewer.page.getByText(current, {exact: false}).first().waitFor()
      assert.deepEqual(unexpected(faults), [])
      assert.deepEqual(unexpected(reviewer.faults), [])
    })
  }

  await check('a proposal of packs is taken back, and one in force is not', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'second_operator'}))
    const version = `e2e-rules-back-${Date.now()}`
    await fill(page, 'zh', version, packFile('e2e-back', packOf('high', {id: 'e2e-back'})), await inHours(demo, 2))
    await page.getByRole('button', {name: kWords.zh.look, exact: true}).click()
    await page.getByText(kWords.zh.held).waitFor()
    await page.getByRole('button', {name: kWords.zh.send, exact: true}).click()
    await page.waitForURL(new RegExp(version))
    await page.getByRole('button', {name: `${kWords.zh.withdraw} ${version}`}).click()
    await page.getByText('这个版本不再生效').waitFor()
    await page.getByRole('button', {name: kWords.zh.withdraw, exact: true}).click()
    await page.locator('h1 + .state', {hasText: kWords.zh.withdrawn}).waitFor()
    await page.goto('/ops/rules')
    await page.locator('.row', {hasText: kWords.zh.inForce}).locator('a').first().click()
    await page.getByRole('heading', {level: 1}).waitFor()
    await settled(page)
    assert.equal(await page.getByRole('button', {name: new RegExp(kWords.zh.withdraw)}).count(), 0)
    assert.deepEqual(unexpected(faults), [])
  })

  await check('nobody but operators proposes or rehearses', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'auditor'}))
    await page.goto('/ops/rules')
    await page.locator('.row-link').first().waitFor()
    for (const name of [kWords.zh.propose, kWords.zh.begin]) assert.equal(await page.getByRole('button', {name, exact: true}).count(), 0)
    for (const [method, path] of [['POST', '/v1/rules/versions'], ['POST', '/v1/rules/rehearsals'], ['GET', '/v1/rules/rehearsals']]) {
      const {status} = await api(demo, 'developer', path, method === 'GET' ? {} : {method, body: JSON.stringify({version: 'x', effective_from: (await inHours(demo, 2)).toISOString(), reason: 'x', files: []})})
      assert.equal(status, 403, `${method} ${path}`)
    }
    assert.deepEqual(unexpected(faults), [])
  })
}
