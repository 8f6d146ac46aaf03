// The developer's day: sign in, check and submit a real package, and what may go wrong meanwhile.
import assert from 'node:assert/strict'
import {join} from 'node:path'
import {api, freshApp, open, root, settled} from './world.mjs'

const sample = join(root, 'samples/neighbourhood-forum')

async function pickForum(page, word) {
  await page.locator('.picker').click()
  await page.keyboard.type(word)
  await page.getByRole('option').filter({hasText: word}).first().click()
  await page.keyboard.press('Escape')
}

export async function developerStory({check, browser, demo}) {
  await check('sign in with a token, wrong and right', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {}))
    await page.goto('/dev/apps')
    await page.waitForURL(/sign-in/)
    await page.fill('#token', 'nonsense')
    await page.click('button[type=submit]')
    await page.waitForSelector('#token[aria-invalid=true]')
    await page.fill('#token', demo.people.tokens.developer)
    await page.keyboard.press('Enter')
    await page.waitForURL(/dev\/apps$/)
    await page.waitForSelector('.row-link')
    assert.deepEqual(faults.filter((one) => !one.includes('401')), [])
  })

  await check('an upload that is cut off goes on, on a new page too; then submit, with what follows', async ({keep}) => {
    const app = await freshApp(demo, '邻里续传')
    const {page, faults} = keep(await open(browser, demo, {role: 'developer'}))
    await page.goto(`/dev/apps/${app}/check`)
    await page.route('**/uploads/**', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()))
    await page.fill('#label', '2.0.0')
    await page.setInputFiles('input[webkitdirectory]', sample)
    await page.getByRole('button', {name: '继续上传'}).waitFor()
    await page.unroute('**/uploads/**')
    await page.reload()
    await page.getByText('有未完成的上传').waitFor()
    await page.fill('#label', '2.0.0')
    await page.setInputFiles('input[webkitdirectory]', sample)
    await page.getByText('2.0.0').first().waitFor()
    await page.getByRole('button', {name: '重新检查'}).waitFor({timeout: 60_000})
    await pickForum(page, '社区')
    await page.getByText('审核通过后报备 7×24 小时').waitFor()
    await page.getByText('进入自动检查，然后由审核员审核').waitFor()
    await page.fill('#notes', '测试账号 13800000000')
    await page.getByText('进入自动检查，然后由审核员审核').waitFor()
    await page.getByRole('button', {name: '提交审核'}).last().click()
    await page.waitForURL(/\/dev\/cases\/.*\/1$/)
    await page.getByText('测试账号 13800000000').waitFor()
    assert.deepEqual(faults.filter((one) => !one.includes('ERR_FAILED')), [])
  })

  await check('session expiry in the middle of a form loses nothing', async ({keep}) => {
    const {page} = keep(await open(browser, demo, {role: 'developer'}))
    const waiting = (await api(demo, 'developer', '/v1/submissions?state=waiting_for_developer')).body.items[0]
    await page.goto(`/dev/cases/${waiting.app}/${waiting.submission}`)
    await page.getByRole('button', {name: '答复提问'}).click()
    const words = '由本公司员工审核，两小时内处理。'
    await page.fill('#words-reply', words)
    await page.getByText('案件交回审核员').waitFor()
    await page.route('**/v1/**', (route) => route.fulfill({status: 401, contentType: 'application/problem+json', body: JSON.stringify({type: 'urn:baobei:problem:not_signed_in', status: 401, title: 'x', title_zh: '未登录', title_en: 'Not signed in', detail: 'x', detail_zh: 'x', detail_en: 'x'})}))
    await page.getByRole('button', {name: '提交答复'}).click()
    await page.getByText('登录已失效').waitFor()
    await page.unroute('**/v1/**')
    await page.fill('#token', demo.people.tokens.developer)
    await page.getByRole('dialog').getByRole('button', {name: '登录', exact: true}).click()
    await page.getByRole('dialog').waitFor({state: 'detached'})
    assert.equal(await page.inputValue('#words-reply'), words)
    await page.getByText('案件交回审核员').waitFor()
    await page.getByRole('button', {name: '提交答复'}).click()
    await page.getByText(words).waitFor()
  })

  await check('release in steps, roll on, pause and resume', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'developer', language: 'en'}))
    const ready = (await api(demo, 'developer', '/v1/submissions?state=releasable')).body.items[0]
    await page.goto(`/dev/cases/${ready.app}/${ready.submission}`)
    await page.getByRole('button', {name: 'Release version'}).click()
    await page.fill('#percent', '25')
    await page.getByText('Users get this version by share').waitFor()
    await page.getByRole('button', {name: 'Release version'}).click()
    await page.getByText('live for a part of users').waitFor()
    await page.getByRole('button', {name: 'Set percentage'}).click()
    await page.getByRole('button', {name: '100 %'}).click()
    await page.getByText('Changes the percentage').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('live for all users').waitFor()
    await page.getByRole('button', {name: 'Pause service'}).click()
    await page.getByText('can be resumed at any time').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('You paused the service').waitFor()
    await page.getByRole('button', {name: 'Resume service'}).click()
    await page.getByText('Users can use it again').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('live for all users').waitFor()
    assert.deepEqual(faults, [])
  })

  await check('the notices are read', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'developer'}))
    await page.goto('/inbox?show=unread')
    await page.waitForSelector('.notices li')
    await page.locator('.notices .head').first().click()
    await page.getByRole('link', {name: '打开案件'}).first().waitFor()
    await page.waitForFunction(() => !document.querySelector('.notices li')?.classList.contains('unread'))
    await settled(page)
    assert.deepEqual(faults, [])
  })
}
