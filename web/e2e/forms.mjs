// The form of a submission: what follows is said before it is sent, what is missing stands in place, the
// test account is read by reviewers alone and each look is on record; screenshots and what is said of
// users' content reach reviewer and office.
import assert from 'node:assert/strict'
import {hostileTar} from './hostile_package.mjs'
import {pngOf} from './pictures.mjs'
import {api, freshApp, open, passReview, settled, uploadVersion} from './world.mjs'

const kFiles = {'app.json': '{"pages":["pages/a/a"]}', 'app.js': 'App({})\n', 'pages/a/a.js': 'Page({})\n', 'pages/a/a.wxml': '<view>街坊留言</view>\n'}
const kWeek = 7 * 86_400_000
const kAnHour = 3_600_000
const kPassword = '<b>仅供审核-2026</b>'
const shot = (name, colour) => ({name, mimeType: 'image/png', buffer: pngOf(200, 320, colour)})
// A file that is no picture is an answer, no fault of the page.
const unexpected = (faults) => faults.filter((one) => !/41[35]|400/.test(one))

export async function pickCategory(page, word) {
  await page.locator('.picker').click()
  await page.keyboard.type(word)
  await page.getByRole('option').filter({hasText: word}).first().click()
  await page.keyboard.press('Escape')
}

// The end that the outlook names, as the server reckons it for a pass of now.
async function namesTheEnd(demo, words) {
  const found = /(?:(\d{4})-)?(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) UTC\+8/.exec(words)
  assert.ok(found, `no instant of the reader’s in: ${words}`)
  const now = Date.parse((await api(demo, 'operator', '/v1/server')).body.time)
  const [year = new Date(now + 8 * kAnHour).getUTCFullYear(), ...parts] = found.slice(1).map((one) => (one === undefined ? undefined : Number(one)))
  const end = Date.UTC(year, parts[0] - 1, parts[1], parts[2], parts[3], parts[4]) - 8 * kAnHour
  assert.ok(Math.abs(end - now - kWeek) < kAnHour, `the end is ${new Date(end).toISOString()} at ${new Date(now).toISOString()}`)
}

export async function formsStory({check, browser, demo}) {
  let app

  await check('a submission’s form says what follows and what it still takes, and is sent whole', async ({keep}) => {
    app = await freshApp(demo, '街坊留言板')
    const digest = await uploadVersion(demo, app, hostileTar(kFiles), '1.0.0')
    const {page, faults} = keep(await open(browser, demo, {role: 'developer'}))
    await page.goto(`/dev/apps/${app}/check?digest=${digest}`)
    const send = page.locator('.panel .send')
    await page.getByText('请选择申报的类目').waitFor()
    assert.ok(await send.isDisabled())
    await pickCategory(page, '社区')
    const outlook = page.locator('.outlook[data-files=true]')
    await outlook.getByText('审核通过后还须报备').waitFor()
    await outlook.getByText('如果现在就通过审核').waitFor()
    await namesTheEnd(demo, await outlook.innerText())

    // The account: both or none of it.
    await page.fill('#test-account', 'reviewer-1')
    await page.getByText('测试账号需要同时填写账号和密码').waitFor()
    assert.ok(await send.isDisabled())
    await page.fill('#test-password', kPassword)
    await page.fill('#test-remarks', '首页右上角登录。')
    // Content of users: what, how, and what "something else" is.
    await page.getByLabel('用户可以发布内容').check()
    await page.getByText('请选择用户发布什么').waitFor()
    await page.getByLabel('文字', {exact: true}).check()
    await page.getByLabel('其他', {exact: true}).check()
    await page.getByText('请选择用户发布的内容如何审核').waitFor()
    await page.getByLabel('人工审核', {exact: true}).check()
    await page.getByText('请说明“其他”指什么').first().waitFor()
    assert.ok(await send.isDisabled())
    await page.fill('#ugc-text', '投票；先审后发。')
    await page.getByLabel('我们有人工审核团队').check()
    // Pictures: what is none is refused in place; one is taken out again.
    const files = page.locator('input[type=file][accept="image/png,image/jpeg"]')
    await files.setInputFiles({name: '<i>假.png', mimeType: 'image/png', buffer: Buffer.from('no picture')})
    await page.locator('[role=alert]').first().waitFor()
    await files.setInputFiles([shot('首页.png', [29, 95, 168]), shot('多余.png', [179, 38, 30])])
    await page.getByText('多余.png').waitFor()
    assert.equal(await page.locator('[role=alert]').count(), 0, 'what failed before stays on the page')
    await page.locator('li', {hasText: '多余.png'}).getByRole('button', {name: '移除'}).click()
    assert.equal(await page.getByText('多余.png').count(), 0)
    await page.getByText('进入自动检查，然后由审核员审核').waitFor()
    await send.click()
    await page.waitForURL(new RegExp(`/dev/cases/${app}/1$`))

    const form = page.locator('.form')
    await form.getByText('文字、其他 · 人工审核').waitFor()
    await form.getByText('投票；先审后发。').waitFor()
    await form.getByText('已提供，仅审核员可见').waitFor()
    await form.getByRole('button', {name: '查看', exact: true}).click()
    await page.waitForFunction(() => document.querySelector('.form img')?.naturalWidth === 200)
    assert.equal(await form.locator('img').count(), 1)
    assert.ok(!(await page.content()).includes('仅供审核-2026'), 'the password is on the developer’s page')
    const {body} = await api(demo, 'developer', `/v1/apps/${app}/submissions/1`)
    assert.deepEqual(body.ugc, {scenes: ['text', 'other'], methods: ['people'], audit_team: true, text: '投票；先审后发。'})
    assert.equal(body.pictures.length, 1)
    assert.equal(body.test_account, true)
    assert.deepEqual(unexpected(faults), [])
  })

  await check('the same before it is sent, in English on a telephone', async ({keep}) => {
    const other = await freshApp(demo, 'Neighbours')
    const digest = await uploadVersion(demo, other, hostileTar(kFiles), '1.0.0')
    const {page, faults} = keep(await open(browser, demo, {role: 'developer', language: 'en', width: 390, height: 844}))
    await page.goto(`/dev/apps/${other}/check?digest=${digest}`)
    await pickCategory(page, 'Community')
    const outlook = page.locator('.outlook[data-files=true]')
    await outlook.getByText('A filing follows the review').waitFor()
    await outlook.getByText('the period would end at').waitFor()
    await namesTheEnd(demo, await outlook.innerText())
    await page.fill('#test-password', 'only-one-of-two')
    await page.getByText('takes both an account and a password').waitFor()
    await page.fill('#test-account', 'x')
    await page.getByLabel('Users publish nothing').check()
    await page.locator('.panel').getByText('reviewer').first().waitFor()
    assert.ok(await page.locator('.panel .send').isEnabled())
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'scrolls sideways')
    // A category that needs no filing: said as well.
    const calm = await freshApp(demo, 'Sums')
    const sum = await uploadVersion(demo, calm, hostileTar({...kFiles, 'pages/a/a.wxml': '<view>1+1</view>'}), '1.0.0')
    await page.goto(`/dev/apps/${calm}/check?digest=${sum}`)
    await pickCategory(page, 'Calculator')
    await page.locator('.outlook[data-files=false]').getByText('No filing follows the review').waitFor()
    assert.deepEqual(unexpected(faults), [])
  })

  await check('a reviewer reads the account on demand, and the look is on record', async ({keep}) => {
    for (let tries = 0; tries < 120; ++tries) {
      if ((await api(demo, 'reviewer', `/v1/apps/${app}/submissions/1`)).body.state === 'reviewing') break
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    const {page, faults} = keep(await open(browser, demo, {role: 'reviewer'}))
    await page.goto(`/review/cases/${app}/1`)
    const form = page.locator('.form')
    await form.getByText('查看会被记录').waitFor()
    assert.equal(await form.locator('input').count(), 0, 'shown before it was asked for')
    await form.getByRole('button', {name: '查看账号和密码'}).click()
    await form.getByLabel('账号', {exact: true}).waitFor()
    assert.equal(await form.getByLabel('账号', {exact: true}).inputValue(), 'reviewer-1')
    assert.equal(await form.getByLabel('密码', {exact: true}).inputValue(), kPassword)
    await form.getByText('首页右上角登录。').waitFor()
    assert.deepEqual(faults, [])
    const operator = keep(await open(browser, demo, {role: 'operator'}))
    await operator.page.goto(`/ops/readings?app=${app}&person=person-reviewer`)
    await operator.page.locator('.row', {hasText: '测试账号'}).first().waitFor()
    const english = keep(await open(browser, demo, {role: 'second_reviewer', language: 'en'}))
    await english.page.goto(`/review/cases/${app}/1`)
    await english.page.getByRole('button', {name: 'Show account and password'}).click()
    await english.page.waitForFunction((password) => document.querySelector('.form input[aria-label=Password]')?.value === password, kPassword)
    // The case is the other reviewer’s just now.
    assert.deepEqual(english.faults.filter((fault) => !fault.includes('409')), [])
  })

  await check('the office reads the form without the account', async ({keep}) => {
    await passReview(demo, {app, no: 1})
    const filing = (await api(demo, 'officer', `/v1/apps/${app}`)).body.entries.at(-1)
    const {page, faults} = keep(await open(browser, demo, {role: 'officer'}))
    await page.goto(`/office/filings/${app}/${filing.no}`)
    const form = page.locator('.dossier .form')
    await form.getByText('投票；先审后发。').waitFor()
    await form.getByText('已提供，仅审核员可见').waitFor()
    await form.getByRole('button', {name: '查看', exact: true}).click()
    await page.waitForFunction(() => document.querySelector('.dossier .form img')?.naturalWidth === 200)
    await settled(page)
    assert.equal(await page.getByRole('button', {name: '查看账号和密码'}).count(), 0)
    assert.equal((await api(demo, 'officer', `/v1/apps/${app}/submissions/1/test-account`)).status === 200, false)
    assert.deepEqual(faults, [])
  })
}
