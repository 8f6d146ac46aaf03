// What a case weighs, item by item, and the queue in its order; findings that a reviewer dismisses, found
// again in the next version by their lines; what nobody but a sample sends to a reviewer.
import assert from 'node:assert/strict'
import {hostileTar} from './hostile_package.mjs'
import {api, freshApp, open, passReview, settled, submitPackage} from './world.mjs'

const kSecret = [
  'Page({',
  '  onLoad() {',
  "    const appSecret = '5f1d3c9b7a2e8046d1b6f09e4c7a3825'",
  '    wx.login({success: ({code}) => wx.request({url: "https://api.example.com/session", data: {code, appSecret}})})',
  '  },',
  '})',
  '',
]
const kRule = 'secrets/secret-in-code'
const kRefusedFor = 'never_fraud'
const kReason = '<i>文档</i>里的示例，不是真实密钥'
// `before`: lines that stand before the finding's, so that it moves.
const packed = (before = [], secret = kSecret) => hostileTar({'app.json': '{"pages":["pages/a/a"]}', 'app.js': 'App({})\n', 'pages/a/a.js': [...before, ...secret].join('\n'), 'pages/a/a.wxml': '<view>社区 邻里 发帖 评论</view>\n'})
// A case that another reviewer looks at is an answer, no fault of the page.
const unexpected = (faults) => faults.filter((one) => !one.includes('409'))
const numberOf = (text) => Number(/\d+/.exec(text)[0])
const finding = (page) => page.locator('.finding', {hasText: kRule})

async function weighed(page) {
  const list = page.locator('section', {has: page.locator('.items')}).last()
  const sum = numberOf(await list.locator('h3 .meta').innerText())
  const parts = (await list.locator('.items .number').allInnerTexts()).map(numberOf)
  assert.equal(parts.reduce((all, one) => all + one, 0), sum, `${parts} is not ${sum}`)
  return {sum, text: await list.innerText()}
}

export async function riskStory({check, browser, demo}) {
  let app
  let first
  await check('a case says what it weighs, item by item, and the queue is sorted and searched by it', async ({keep}) => {
    app = await freshApp(demo, '街坊密钥')
    first = await submitPackage(demo, app, packed(), '1.0.0', {categories: [demo.people.category]})
    assert.equal(first.state, 'reviewing')
    const {page, faults} = keep(await open(browser, demo, {role: 'reviewer'}))
    await page.goto('/review')
    await page.waitForSelector('.row-link')
    await page.getByRole('button', {name: '风险分从高到低'}).click()
    await page.waitForURL(/sort=risk/)
    await settled(page)
    const points = (await page.locator('.c-why').allInnerTexts()).map((text) => numberOf(/\d+ 分/.exec(text)[0]))
    assert.ok(points.length > 5)
    assert.deepEqual(points, [...points].sort((a, b) => b - a), 'the heaviest do not come first')
    await page.getByRole('searchbox').first().fill(app)
    await page.locator('.row', {hasText: app}).waitFor()
    assert.equal(await page.locator('.row-link').count(), 1)
    const row = numberOf(/\d+ 分/.exec(await page.locator('.row .c-why').innerText())[0])
    await page.locator('.row-link').click()
    await page.getByText('只用于排序和说明').waitFor()
    const {sum, text} = await weighed(page)
    assert.equal(sum, row)
    for (const words of ['错误级问题：1 个', '尚未完成报备的报备类目：1 个', '小程序从未上线']) assert.ok(text.includes(words), `${words} is not in ${text}`)
    assert.deepEqual(faults, [])
  })

  await check('the same in English on a telephone', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'second_reviewer', language: 'en', width: 390, height: 844}))
    await page.goto('/review?sort=risk&why=findings')
    await page.locator('.row', {hasText: app}).waitFor()
    assert.match(await page.locator('.row', {hasText: app}).locator('.c-why').innerText(), /\d+ points/)
    await page.locator('.row', {hasText: app}).locator('.row-link').click()
    await page.getByText('It sorts and explains; it decides nothing').waitFor()
    assert.match((await weighed(page)).text, /Findings of an error: 1|error/i)
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'scrolls sideways')
    assert.deepEqual(unexpected(faults), [])
  })

  await check('a finding is dismissed with a reason, and weighs nothing at once', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'reviewer'}))
    await page.goto(`/review/cases/${app}/1`)
    await finding(page).waitFor()
    await page.getByText('只用于排序和说明').waitFor()
    const before = await weighed(page)
    await finding(page).getByRole('button', {name: '标记为误报'}).click()
    await page.getByText('请写明理由').waitFor()
    const send = page.locator('.panel .send')
    assert.ok(await send.isDisabled())
    await finding(page).locator('textarea').fill(kReason)
    await page.getByText('报告不变').waitFor()
    await send.click()
    await finding(page).getByText('已在第 1 次提审时标记为误报').waitFor()
    await finding(page).getByText(kReason).waitFor()
    await page.waitForFunction((sum) => Number(/\d+/.exec([...document.querySelectorAll('h3')].find((one) => one.textContent.includes('风险分')).textContent)[0]) < sum, before.sum)
    assert.ok(!(await weighed(page)).text.includes('错误级问题'))
    // The developer reads the report as it was, and not who dismissed what.
    const developer = keep(await open(browser, demo, {role: 'developer'}))
    await developer.page.goto(`/dev/cases/${app}/1`)
    await developer.page.locator('.check').getByRole('button').click()
    await developer.page.getByText(kRule).first().waitFor()
    await settled(developer.page)
    assert.equal(await developer.page.getByText('误报').count(), 0)
    assert.deepEqual([...unexpected(faults), ...developer.faults], [])
  })

  await check('it is known again in the next version though its line moved; taken back it counts again', async ({keep}) => {
    const {body} = await api(demo, 'reviewer', `/v1/apps/${app}/submissions/1`)
    const refused = await api(demo, 'reviewer', `/v1/apps/${app}/submissions/1/refuse`, {method: 'POST', body: JSON.stringify({digest: body.digest, reasons: [{reason: kRefusedFor}]}), headers: {'If-Match': body.review_etag}})
    assert.equal(refused.status, 200, JSON.stringify(refused.body))
    const second = await submitPackage(demo, app, packed(['// 第二版', '// 说明']), '1.0.1')
    const {page, faults} = keep(await open(browser, demo, {role: 'reviewer'}))
    await page.goto(`/review/cases/${app}/${second.no}`)
    await finding(page).getByText('已在第 1 次提审时标记为误报').waitFor()
    await finding(page).getByText('pages/a/a.js:5').waitFor()
    const without = (await weighed(page)).sum
    await finding(page).getByRole('button', {name: '撤销误报标记'}).click()
    const send = page.locator('.panel .send')
    assert.ok(await send.isDisabled())
    await finding(page).locator('textarea').fill('复核后确认是真实密钥')
    await page.getByText('该发现重新计入').waitFor()
    await send.click()
    await finding(page).getByRole('button', {name: '标记为误报'}).waitFor()
    await page.waitForFunction((sum) => Number(/\d+/.exec([...document.querySelectorAll('h3')].find((one) => one.textContent.includes('风险分')).textContent)[0]) > sum, without)
    assert.equal(await finding(page).getByText('已在第 1 次提审时').count(), 0)
    const {items} = (await api(demo, 'reviewer', `/v1/apps/${app}/dismissals`)).body
    assert.equal(items[0].taken_back.reason, '复核后确认是真实密钥')
    assert.equal((await api(demo, 'developer', `/v1/apps/${app}/dismissals`)).status === 200, false)
    assert.deepEqual(faults, [])
    // In English, dismissed anew by another reviewer.
    const english = keep(await open(browser, demo, {role: 'second_reviewer', language: 'en'}))
    await english.page.goto(`/review/cases/${app}/${second.no}`)
    await finding(english.page).getByRole('button', {name: 'Dismiss', exact: true}).click()
    await english.page.getByText('Say why.').waitFor()
    await finding(english.page).locator('textarea').fill('An example')
    await english.page.getByText('The report stays as it is').waitFor()
    await english.page.locator('.panel .send').click()
    await finding(english.page).getByText(`Dismissed with submission ${second.no}`).waitFor()
    assert.deepEqual(unexpected(english.faults), [])
  })
}

// A policy by which what passed its check goes on by itself, and all of it is sampled.
async function sampleAll(demo) {
  const values = (await api(demo, 'operator', '/v1/policy')).body.parameters
  if (values.find((one) => one.name === 'sampling_share').value === 10_000) return
  const now = Date.parse((await api(demo, 'operator', '/v1/server')).body.time)
  const version = `e2e-sampling-${Date.now()}`
  const body = {version, effective_from: new Date(now + 2 * 3_600_000).toISOString(), reason: '抽查', parameters: {pass_onward_when_check_passed: true, sampling_share: 10_000}}
  const made = await api(demo, 'operator', '/v1/policy/versions', {method: 'POST', body: JSON.stringify(body)})
  assert.equal(made.status, 202, JSON.stringify(made.body))
  const confirmed = await api(demo, 'second_operator', `/v1/policy/versions/${version}/confirm`, {method: 'POST'})
  assert.ok(confirmed.status < 300, JSON.stringify(confirmed.body))
  await api(demo, 'operator', '/v1/sandbox/clock', {method: 'POST', body: JSON.stringify({by: '3h'})})
}

export async function samplingStory({check, browser, demo}) {
  await check('what nothing but the sample sends to a reviewer says so, in both languages', async ({keep}) => {
    await sampleAll(demo)
    const app = await freshApp(demo, '街坊算盘')
    const sums = {'app.json': '{"pages":["pages/a/a"]}', 'app.js': 'App({})\n', 'pages/a/a.js': 'Page({})\n', 'pages/a/a.wxml': '<view>计算器 加 减 乘 除</view>\n'}
    const form = {categories: ['tools-calculator']}
    // Of what was never out every version is looked at.
    const first = await submitPackage(demo, app, hostileTar(sums), '1.0.0', form)
    await passReview(demo, first)
    const released = await api(demo, 'developer', `/v1/apps/${app}/release`, {method: 'POST', body: JSON.stringify({submission: first.no, share: 10_000})})
    assert.equal(released.status, 200, JSON.stringify(released.body))
    const second = await submitPackage(demo, app, hostileTar({...sums, 'app.js': 'App({n: 2})\n'}), '1.0.1')
    assert.equal(second.state, 'reviewing', 'it went on although all is sampled')
    for (const [language, words] of [['zh', '抽查'], ['en', 'sampled']]) {
      const {page, faults} = keep(await open(browser, demo, {role: 'reviewer', language}))
      await page.goto('/review?why=sampling')
      await page.locator('.row', {hasText: app}).locator('.c-why', {hasText: words}).waitFor()
      await page.locator('.row', {hasText: app}).locator('.row-link').click()
      await page.locator('.why').getByText(words, {exact: true}).waitFor()
      assert.deepEqual(unexpected(faults), [])
    }
  })
}
